/** `npm run test:e2e`: finds or installs a browser, builds Ponder, runs every spec, says plainly what did not run. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, installBrowser } from './fixtures/find-browser.ts'
import { findElectron } from './fixtures/find-electron.ts'

const named = process.env['PONDER_BROWSER']
if (named && !existsSync(named)) {
  console.error(`PONDER_BROWSER names ${named}, which is not there.`)
  process.exit(1)
}
const browser = findBrowser() ?? installBrowser()
if (browser === null) {
  console.log(
    'NOT RUN: the end-to-end tests. No Chromium, Chrome or Edge is on this machine and none could be installed.\n' +
      'Install one, or name it with PONDER_BROWSER=/path/to/browser, and run "npm run test:e2e".',
  )
  process.exit(0)
}
if (findElectron() === null)
  console.log(
    "NOT RUN: the specs in Electron's own window, because Electron's program is not on this machine.",
  )

const bin = (name: string) => join('node_modules', '.bin', name)
const run = (command: string, args: readonly string[]) => {
  const options = {
    stdio: 'inherit' as const,
    env: { ...process.env, PONDER_BROWSER: browser },
    shell: process.platform === 'win32',
  }
  const { status } = spawnSync(command, args, options)
  if (status !== 0) process.exit(status ?? 1)
}
run(bin('electron-vite'), ['build', '--logLevel', 'warn'])
run(bin('playwright'), ['test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)])
