import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts', 'models/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Forks, since native code runs in some; few, since each may hold a model.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
})
