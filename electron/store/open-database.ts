import { closeSync, existsSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PonderError } from '../contract/ponder-error.ts'
import { columnOf } from './column-of.ts'
import { migrateOnCopy, type OnStep } from './migrate.ts'
import { migrations as allMigrations, type Migration } from './migrations/all.ts'
import { storeDamaged, storeProblem } from './problems.ts'

/** How long a write waits for another program to let go of the file, in ms. */
const BUSY_TIMEOUT = 2000

/** "Pond": SQLite's mark for whose file it is. */
const APPLICATION_ID = 0x506f6e64

export type OpenOptions = {
  /** Tests give made-up ones. */
  readonly migrations?: readonly Migration[]
  /** Tests end the process between the steps of a migration. */
  readonly onStep?: OnStep
}

/** Opens or makes the file and brings it to the newest form. Never removes or overwrites what it cannot read. */
export function openDatabase(file: string, options: OpenOptions = {}): DatabaseSync {
  try {
    return openPath(file === ':memory:' ? file : existingFile(file), options)
  } catch (thrown) {
    throw storeProblem(thrown, file)
  }
}

function openPath(path: string, { migrations = allMigrations, onStep }: OpenOptions): DatabaseSync {
  const crashed = hasLog(path)
  const sqlite = connect(path)
  try {
    const version = versionOf(sqlite, path, migrations.length)
    if (crashed) checkPages(sqlite, path)
    if (version !== 'new' && version < migrations.length) {
      sqlite.close()
      migrateOnCopy(path, version, migrations, onStep)
      return openPath(path, { migrations })
    }
    turnOnLog(sqlite)
    if (version === 'new') create(sqlite, migrations)
    // A file that cannot be written is known now, not at the first message. BEGIN alone accepts it.
    sqlite.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${migrations.length}; ROLLBACK`)
    return sqlite
  } catch (thrown) {
    if (sqlite.isOpen) sqlite.close()
    throw thrown
  }
}

/** Private from the first byte: SQLite gives its log files the same rights. Follows links, so that a swap does. */
function existingFile(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
  return realpathSync(file)
}

/** SQLite removes its log when it closes properly. */
function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

function connect(path: string): DatabaseSync {
  const sqlite = new DatabaseSync(path, {
    timeout: BUSY_TIMEOUT,
    enableForeignKeyConstraints: true,
    allowExtension: false,
    defensive: true,
  })
  // trusted_schema: functions hidden in a foreign file's schema stay without effect. temp_store: no words of the
  // person in temporary files. secure_delete: what is forgotten is overwritten.
  sqlite.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA synchronous = FULL;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;
    PRAGMA cache_size = -16000;
  `)
  return sqlite
}

/** Write-ahead log: readers never wait, and a commit is one write and one flush. Kept under 16 MB when idle. */
function turnOnLog(sqlite: DatabaseSync): void {
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 16777216')
}

function versionOf(sqlite: DatabaseSync, path: string, newest: number): number | 'new' {
  const version = Number(columnOf(sqlite, 'PRAGMA user_version'))
  const owner = Number(columnOf(sqlite, 'PRAGMA application_id'))
  const tables = Number(columnOf(sqlite, 'SELECT count(*) FROM sqlite_schema'))
  if (tables === 0 && version === 0 && owner === 0) return 'new'
  if (owner !== APPLICATION_ID) throw storeDamaged(path, new Error(`application_id is ${owner}`))
  if (version > newest) throw storeNewer(path)
  return version
}

/** After a crash every page is looked at once; the log has been played back by then. */
function checkPages(sqlite: DatabaseSync, path: string): void {
  const verdict = columnOf(sqlite, 'PRAGMA quick_check(1)')
  if (verdict !== 'ok') throw storeDamaged(path, new Error(String(verdict)))
}

function create(sqlite: DatabaseSync, migrations: readonly Migration[]): void {
  sqlite.exec('BEGIN IMMEDIATE')
  for (const migration of migrations) migration(sqlite)
  sqlite.exec(`
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${migrations.length};
    COMMIT;
  `)
}

function storeNewer(path: string): PonderError {
  return new PonderError({
    code: 'store-newer',
    message: `Your conversations were last used by a newer Ponder than this one: ${path}`,
    remedy: 'Install the newest Ponder. Nothing was changed.',
  })
}
