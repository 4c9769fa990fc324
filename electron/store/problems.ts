import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { PonderError } from '../contract/ponder-error.ts'

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that are expected to happen to a person. */
const BUSY = 5
const LOCKED = 6
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = new Set([3 /* PERM */, 8 /* READONLY */, 14 /* CANTOPEN */, 23 /* AUTH */])
const NOT_A_DATABASE = 26

/** Room Ponder wants before it tries to write again: some long answers and SQLite's own log. */
const WANTED_BYTES = 64 * 1024 * 1024

/** Anything thrown while working on `file`, as words for a person; what is not expected comes back unchanged. */
export function storeProblem(thrown: unknown, file: string): unknown {
  if (thrown instanceof PonderError) return thrown
  const code = sqliteCode(thrown)
  if (code !== null) {
    if (code === FULL) return diskFull(file, thrown)
    if (code === BUSY || code === LOCKED) return storeInUse(file, thrown)
    if (code === CORRUPT || code === NOT_A_DATABASE) return storeDamaged(file, thrown)
    if (code === IO_ERROR) return cannotOpen(file, 'The disk reported an error.', thrown)
    if (CANNOT_OPEN.has(code)) return cannotOpen(file, reason(thrown), thrown)
    return thrown
  }
  const systemCode = thrown instanceof Error && 'syscall' in thrown && 'code' in thrown ? thrown.code : null
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return diskFull(file, thrown)
  if (systemCode !== null) return cannotOpen(file, reason(thrown), thrown)
  return thrown
}

/** The file, or something in it, does not read as Ponder wrote it. Nothing is changed or removed. */
export function storeDamaged(file: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'store-damaged',
      message: `The file with your conversations is damaged or is not Ponder's: ${file}`,
      remedy:
        'Ponder has changed nothing. Quit Ponder and move this file, together with any file beside it whose name ' +
        'begins the same, to another folder: Ponder then starts with an empty list, and a backup or a ' +
        '".before-" file can be put in its place.',
    },
    { cause },
  )
}

export function cannotOpen(file: string, why: string, cause?: unknown): PonderError {
  return new PonderError(
    {
      code: 'store-cannot-open',
      message: `Ponder cannot use the file with your conversations, ${file}. ${why}`,
      remedy:
        'Make sure that the folder exists, that you may read and write it and that the disk is connected, then ' +
        'start Ponder again. Nothing was changed.',
    },
    { cause },
  )
}

export function storeInUse(file: string, cause?: unknown): PonderError {
  return new PonderError(
    {
      code: 'store-in-use',
      message: `Another program is using the file with your conversations: ${file}`,
      remedy: 'Close the other Ponder, or the program that has this file open, and try again.',
    },
    { cause },
  )
}

function diskFull(file: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'disk-full',
      message: `The last change was not saved: there is no room left for ${file}${freeWords(file)}.`,
      remedy: `Free at least ${megabytes(WANTED_BYTES)} on this disk (or in your quota), then try again. What was saved before can still be read.`,
    },
    { cause },
  )
}

function freeWords(file: string): string {
  const folder = dirname(file)
  if (file === ':memory:' || !existsSync(folder)) return ''
  const disk = statfsSync(folder)
  return ` (${megabytes(disk.bavail * disk.bsize)} free on its disk)`
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`
}

/** null when SQLite did not throw it. */
function sqliteCode(thrown: unknown): number | null {
  if (!(thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number')) return null
  // The low byte is the primary code; the rest tells sub-cases apart.
  return thrown.errcode & 0xff
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? `The system says: ${thrown.message}.` : ''
}
