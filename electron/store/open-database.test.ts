import { chmodSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { columnOf } from './column-of.ts'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryFile, temporaryFolder, temporaryStore } from './fixtures/temporary.ts'
import { openDatabase } from './open-database.ts'
import { openStore } from './store.ts'

const damaged = expect.objectContaining({ code: 'store-damaged' })
const cannotOpen = expect.objectContaining({ code: 'store-cannot-open' })

describe('a store', () => {
  test.skipIf(process.platform === 'win32')('is only for the person: folder 0700, files 0600', () => {
    const file = join(temporaryFolder(), 'data', 'deep', 'ponder.db')
    const store = openStore(file)
    store.createConversation('Tea')
    for (const name of readdirSync(dirname(file))) {
      expect([name, statSync(join(dirname(file), name)).mode & 0o777]).toEqual([name, 0o600])
    }
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
    expect(statSync(dirname(dirname(file))).mode & 0o777).toBe(0o700)
    store.close()
  })

  test('flushes every commit, checks its tree and trusts no schema', () => {
    const sqlite = openDatabase(temporaryFile())
    onTestFinished(() => sqlite.close())
    expect(columnOf(sqlite, 'PRAGMA journal_mode')).toBe('wal')
    expect(columnOf(sqlite, 'PRAGMA synchronous')).toBe(2)
    expect(columnOf(sqlite, 'PRAGMA foreign_keys')).toBe(1)
    expect(columnOf(sqlite, 'PRAGMA trusted_schema')).toBe(0)
    expect(() => sqlite.exec('PRAGMA writable_schema = ON; DELETE FROM sqlite_schema')).toThrow(
      'may not be modified',
    )
  })

  test('may be kept in memory', () => {
    const store = openStore(':memory:')
    expect(store.createConversation('Tea').title).toBe('Tea')
    store.close()
  })

  test('closes twice without complaint', () => {
    const store = temporaryStore()
    store.close()
    store.close()
  })
})

describe('refuses, and leaves as it is,', () => {
  test('a folder where the file should be', () => {
    expect(() => openStore(temporaryFolder())).toThrow(cannotOpen)
  })

  test('a path through a file', () => {
    const file = temporaryFile()
    writeFileSync(file, 'notes')
    expect(() => openStore(join(file, 'ponder.db'))).toThrow(cannotOpen)
    expect(readFileSync(file, 'utf8')).toBe('notes')
  })

  test.skipIf(process.platform === 'win32')('what may not be written or read', () => {
    withoutRootRights()
    const file = temporaryFile()
    openStore(file).close()
    chmodSync(file, 0o400)
    expect(() => openStore(file)).toThrow(cannotOpen)
    chmodSync(file, 0o000)
    expect(() => openStore(file)).toThrow(cannotOpen)

    const folder = dirname(file)
    chmodSync(file, 0o600)
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700))
    expect(() => openStore(file)).toThrow(cannotOpen)
    expect(() => openStore(join(folder, 'none.db'))).toThrow(cannotOpen)
    expect(() => openStore(join(folder, 'none', 'ponder.db'))).toThrow(cannotOpen)
  })

  test.each([
    ['some other file', 'Dear diary, '.repeat(1000)],
    ['a few bytes', 'SQL'],
    ['a header with nothing behind it', `SQLite format 3\0${'x'.repeat(5000)}`],
  ])('%s', (_, content) => {
    const file = temporaryFile()
    writeFileSync(file, content)
    expect(() => openStore(file)).toThrow(damaged)
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  test('the database of another program', () => {
    const file = temporaryFile()
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE bookmarks (url); PRAGMA user_version = 1')
    other.close()
    const before = readFileSync(file)
    expect(() => openStore(file)).toThrow(damaged)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a store of a newer Ponder', () => {
    const file = temporaryFile()
    const newer = openDatabase(file)
    newer.exec('PRAGMA user_version = 1000')
    newer.close()
    expect(() => openStore(file)).toThrow(expect.objectContaining({ code: 'store-newer' }))
  })

  test('a store of which the end is missing', () => {
    const file = temporaryFile()
    fill(file)
    truncateSync(file, 20_000)
    const before = readFileSync(file)
    expect(() => readAll(file)).toThrow(damaged)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a store with overwritten pages, when they are read', () => {
    const file = temporaryFile()
    fill(file)
    const bytes = readFileSync(file)
    bytes.fill('damage', 8192)
    writeFileSync(file, bytes)
    expect(() => readAll(file)).toThrow(damaged)
  })
})

test('after a crash every page is checked before anything is written', () => {
  const file = temporaryFile()
  fill(file)
  const bytes = readFileSync(file)
  // A page in the middle of the turns, which opening alone would not read.
  const sqlite = new DatabaseSync(file)
  const page = Number(
    columnOf(sqlite, `SELECT max(pageno) FROM dbstat WHERE name = 'turns' AND pagetype = 'leaf'`),
  )
  sqlite.close()
  bytes.fill('damage', (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
  openStore(file).close()

  writeFileSync(`${file}-wal`, 'the log of a store that was not closed')
  expect(() => openStore(file)).toThrow(damaged)
})

function fill(file: string): void {
  const store = openStore(file)
  const { id } = store.createConversation('Tea')
  let parentId: string | null = null
  for (let n = 0; n < 20; n++) {
    parentId = answer(store, ask(store, id, parentId, 'More?'), 'More. '.repeat(500)).id
  }
  store.close()
}

/** The rights of files do not bind root, as whom tests often run in containers. */
function withoutRootRights(): void {
  if (process.getuid?.() !== 0) return
  process.seteuid?.(65534)
  onTestFinished(() => process.seteuid?.(0))
}

function readAll(file: string): void {
  const store = openStore(file)
  try {
    for (const { id } of store.listConversations()) store.shownPath(id, { beforeId: null, limit: 1000 })
  } finally {
    store.close()
  }
}
