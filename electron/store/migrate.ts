import { closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PonderError } from '../contract/ponder-error.ts'
import { columnOf } from './column-of.ts'
import type { Migration } from './migrations/all.ts'
import { storeInUse, storeProblem } from './problems.ts'

/** Told after each step, by name. */
export type OnStep = (step: string) => void

/**
 * Brings the file from version `from` to the newest, so that a crash at any point leaves a file that opens:
 * the old one until the swap, the new one after it. Keeps the old one as `<file>.before-<newest version>`.
 */
export function migrateOnCopy(
  path: string,
  from: number,
  migrations: readonly Migration[],
  onStep: OnStep = () => {},
): void {
  const copy = `${path}.migrating`
  removeDatabase(copy)
  const original = closeLog(path)
  try {
    onStep('log-closed')
    const snapshot = keepSnapshot(original, `${path}.before-${migrations.length}`, onStep)
    copyFileSync(snapshot, copy)
    onStep('copied')
    migrateInPlace(copy, from, migrations, onStep)
    flush(copy)
    onStep('checked')
  } catch (thrown) {
    removeDatabase(copy)
    throw migrationProblem(thrown, path)
  } finally {
    original.close()
  }
  renameSync(copy, path)
  flushFolder(path)
  onStep('swapped')
}

/**
 * Folds SQLite's log into the file and keeps others from writing until the connection is closed. A log left beside
 * the file would be played into the migrated one.
 */
function closeLog(path: string): DatabaseSync {
  const original = new DatabaseSync(path, { timeout: 2000 })
  try {
    if (columnOf(original, 'PRAGMA journal_mode = DELETE') !== 'delete') throw storeInUse(path)
    original.exec('PRAGMA locking_mode = EXCLUSIVE')
    return original
  } catch (thrown) {
    original.close()
    throw thrown
  }
}

/** Appears under its name only when it is whole. Replaces one left by an attempt that did not finish. */
function keepSnapshot(original: DatabaseSync, snapshot: string, onStep: OnStep): string {
  const unfinished = `${snapshot}.unfinished`
  try {
    // SQLite fills an empty file: made here, so that only the person may read it.
    closeSync(openSync(unfinished, 'w', 0o600))
    original.prepare('VACUUM INTO ?').run(unfinished)
    flush(unfinished)
    onStep('snapshot-written')
    renameSync(unfinished, snapshot)
    flushFolder(snapshot)
    onStep('snapshot-kept')
    return snapshot
  } catch (thrown) {
    removeDatabase(unfinished)
    throw thrown
  }
}

function migrateInPlace(copy: string, from: number, migrations: readonly Migration[], onStep: OnStep): void {
  // Without foreign keys tables can be remade; they are checked at the end.
  const sqlite = new DatabaseSync(copy, { enableForeignKeyConstraints: false })
  try {
    sqlite.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL')
    for (const [index, migration] of migrations.entries()) {
      if (index < from) continue
      sqlite.exec('BEGIN IMMEDIATE')
      migration(sqlite)
      sqlite.exec(`PRAGMA user_version = ${index + 1}; COMMIT`)
      onStep(`version-${index + 1}`)
    }
    const verdict = columnOf(sqlite, 'PRAGMA integrity_check(1)')
    if (verdict !== 'ok') throw new Error(`integrity_check: ${String(verdict)}`)
    if (columnOf(sqlite, 'PRAGMA foreign_key_check') !== undefined) throw new Error('foreign_key_check')
  } finally {
    sqlite.close()
  }
}

/** Some expected problem of the disk in its own words; anything else means that the migration itself is wrong. */
function migrationProblem(thrown: unknown, path: string): PonderError {
  const problem = storeProblem(thrown, path)
  if (problem instanceof PonderError) return problem
  return new PonderError(
    {
      code: 'store-migration-failed',
      message: `This version of Ponder could not take over your conversations from ${path}`,
      remedy: 'Nothing was changed: use the version of Ponder you had before, and report this.',
    },
    { cause: thrown },
  )
}

/** With everything SQLite may have left beside it. Only for files of our own making. */
function removeDatabase(path: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
}

function flush(path: string): void {
  const handle = openSync(path, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

/** Makes a rename last through a power cut. Windows cannot open folders, and needs none of this. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(dirname(path), 'r')
  fsyncSync(handle)
  closeSync(handle)
}
