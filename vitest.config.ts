import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts', 'models/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Forks, since native code runs in some; few, since each may hold a model.
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for may come late where the machine is busy; only what never comes is a failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})
