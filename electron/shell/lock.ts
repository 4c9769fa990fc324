import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { PonderError } from '../contract/ponder-error.ts'

const holderSchema = z.object({
  pid: z.int(),
  /** Milliseconds since 1970; for a person who wonders which Ponder this is. */
  startedAt: z.number(),
  shell: z.enum(['desktop', 'browser']),
  /** Browser shell: where a second start asks for a fresh address, and the secret that lets it ask. */
  door: z.object({ origin: z.url(), secret: z.string() }).nullable(),
})
export type Holder = Readonly<z.infer<typeof holderSchema>>

export type Lock = {
  /** Tells a second start where this one can be found. */
  readonly announce: (holder: Pick<Holder, 'shell' | 'door'>) => void
  readonly release: () => void
}

/**
 * One core per data folder. Returns null when another Ponder has it.
 *
 * The lock itself is a file locked through SQLite: the system lets go of it when the process ends, however it ends,
 * so there is no stale lock to recognise and no race to take one over. Who holds it is written beside it.
 */
export function takeLock(dataFolder: string): Lock | null {
  const file = join(dataFolder, 'lock')
  let database: DatabaseSync
  try {
    closeSync(openSync(file, 'a', 0o600))
    database = new DatabaseSync(file, { timeout: 0 })
  } catch (cause) {
    throw unusable(dataFolder, cause)
  }
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (isBusy(cause)) return null
    throw unusable(dataFolder, cause)
  }
  // What a killed Ponder left here is no longer true.
  rmSync(holderFile(dataFolder), { force: true })
  return {
    announce: (holder) => writeHolder(dataFolder, { ...holder, pid: process.pid, startedAt: Date.now() }),
    release: () => {
      rmSync(holderFile(dataFolder), { force: true })
      if (database.isOpen) database.close()
    },
  }
}

/** Who has the lock; null while that one is still starting. */
export function readHolder(dataFolder: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(dataFolder), 'utf8')))
  } catch {
    // Not written yet, or being replaced: the caller asks again.
    return null
  }
}

function writeHolder(dataFolder: string, holder: Holder): void {
  const file = holderFile(dataFolder)
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, JSON.stringify(holder), { mode: 0o600 })
  renameSync(fresh, file)
}

function holderFile(dataFolder: string): string {
  return join(dataFolder, 'lock.json')
}

const SQLITE_BUSY = 5

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === SQLITE_BUSY
}

function unusable(dataFolder: string, cause: unknown): PonderError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new PonderError(
    {
      code: 'data-folder-unusable',
      message: `Ponder cannot lock its data folder ${dataFolder} (${reason}).`,
      remedy: 'Make that folder writable, or name another one in PONDER_DATA.',
    },
    { cause },
  )
}
