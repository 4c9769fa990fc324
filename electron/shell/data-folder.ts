import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { PonderError } from '../contract/ponder-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where conversations, settings and the person's own models live: `PONDER_DATA`, else where the system keeps such
 * things. Every shell uses the same folder, so a conversation begun in the browser goes on in the desktop window.
 */
export function dataFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (environment['PONDER_DATA']) return resolve(environment['PONDER_DATA'])
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Ponder')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Ponder')
  return join(absolute(environment['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'ponder')
}

/** One by one: where nothing can be made, as in /proc, Node's own `recursive` never comes back. */
function makeFolders(folder: string): void {
  if (isFolder(folder)) return
  if (dirname(folder) !== folder) makeFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (thrown) {
    // Another start may have been quicker.
    if (!isFolder(folder)) throw thrown
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Makes the folder, readable by its owner alone, and returns it. */
export function makeDataFolder(folder: string): string {
  try {
    makeFolders(folder)
    // A folder that was there before keeps its own mode; other accounts must not read along.
    chmodSync(folder, 0o700)
  } catch (cause) {
    throw new PonderError(
      {
        code: 'data-folder-unusable',
        message: `Ponder cannot use its data folder ${folder} (${reason(cause)}).`,
        remedy: 'Make that folder writable, or name another one in PONDER_DATA.',
      },
      { cause },
    )
  }
  return folder
}

// The XDG convention says to ignore relative paths.
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') ? path : null
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
