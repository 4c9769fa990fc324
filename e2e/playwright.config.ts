import { defineConfig } from '@playwright/test'
import type { ShellOption } from './fixtures/app.ts'

export default defineConfig<ShellOption>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  // One at a time: each test runs a model, and a second one beside it would only slow both.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // Real processes on a busy machine: what passes only the second time is listed as flaky, with its trace.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: { viewport: { width: 1280, height: 800 }, actionTimeout: 15_000, trace: 'retain-on-failure' },
  projects: [
    { name: 'browser', use: { shell: 'browser' } },
    { name: 'electron', testIgnore: ['**/wiring/**', '**/browser-only/**'], use: { shell: 'electron' } },
  ],
})
