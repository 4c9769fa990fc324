import { spawn } from 'node:child_process'
import { buildIfNeeded } from './build-if-needed.ts'
import { downloadElectron, findElectron } from './electron-program.ts'
import { SAID_WHY } from './exit-codes.ts'
import { hasDisplay } from './open-browser.ts'
import { projectFolder } from './program-files.ts'
import { printError } from './terminal-error.ts'

/** Longer than Electron takes to find that it cannot run; a later end is the app's own. */
const EARLY_MS = 10_000

/** `npm start`: the desktop window where Electron can run, the same app in the browser where it cannot. */
try {
  const why = await openDesktop()
  if (why !== null) {
    console.log(why)
    await import('../web.ts')
  }
} catch (thrown) {
  printError(thrown)
  process.exitCode = 1
}

/** Runs the desktop app until it ends and returns null, or says in one sentence why it did not run. */
async function openDesktop(): Promise<string | null> {
  if (!hasDisplay()) return 'This machine has no display, so Ponder runs for a browser instead.'
  // Chromium refuses to run its sandbox as root, and Ponder refuses to run without it.
  if (process.getuid?.() === 0)
    return 'Electron does not run as root, so Ponder opens in your browser instead.'
  const program = findElectron() ?? (await fetchElectron())
  if (program === null)
    return 'Electron’s program could not be found or downloaded, so Ponder opens in your browser instead.'
  buildIfNeeded()
  const code = await run(program)
  if (code !== 0 && code !== SAID_WHY)
    return 'Electron could not run on this machine, so Ponder opens in your browser instead.'
  process.exitCode = code === 0 ? 0 : 1
  return null
}

async function fetchElectron(): Promise<string | null> {
  console.log('Fetching Electron’s program, once (about 110 MB, two minutes at most) ...')
  return downloadElectron()
}

/** The exit code; 0 for every end after the app was up. */
function run(program: string): Promise<number> {
  const begun = performance.now()
  const child = spawn(program, [projectFolder, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code, signal) => {
      if (code === 0 || code === SAID_WHY) return resolve(code)
      const stopped = signal === 'SIGINT' || signal === 'SIGTERM'
      resolve(stopped || performance.now() - begun > EARLY_MS ? 0 : (code ?? 127))
    })
  })
}
