import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './program-files.ts'

/** Enough for about 110 MB on a slow line; without a network it fails at once. */
const DOWNLOAD_MS = 120_000

const electronPackage = join(projectFolder, 'node_modules', 'electron')

/** Electron's program where it is on this machine, else null. The npm package leaves it to be fetched later. */
export function findElectron(): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(electronPackage, 'dist')
  const nameFile = join(electronPackage, 'path.txt')
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8') : usualName()
  const program = join(folder, name)
  return existsSync(program) ? program : null
}

/** Lets Electron's own installer fetch it. Resolves to the program, or null when that did not work out. */
export async function downloadElectron(limitMs: number = DOWNLOAD_MS): Promise<string | null> {
  await new Promise<void>((resolve) => {
    const installer = join(electronPackage, 'install.js')
    // Why it failed is not told to the caller: whatever it was, the browser shell is the answer.
    execFile(process.execPath, [installer], { timeout: limitMs, killSignal: 'SIGKILL' }, () => resolve())
  })
  return findElectron()
}

function usualName(): string {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}
