import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { columnOf } from './column-of.ts'
import { fromTalks, laterMigrations } from './fixtures/made-up-migrations.ts'
import { temporaryFile } from './fixtures/temporary.ts'
import { migrations, type Migration } from './migrations/all.ts'
import { openDatabase } from './open-database.ts'
import { openStore, type Store } from './store.ts'

const NEWEST = laterMigrations.length
const KILLED = fileURLToPath(new URL('fixtures/migrate-until-killed.ts', import.meta.url))

describe.each([1, 2, 3, 4, 5, 6])('version %i', (version) => {
  test('is still made by the first migrations, which are never edited', () => {
    const frozen = new DatabaseSync(fileFrom(`version-${version}.sql`))
    const made = openDatabase(':memory:', { migrations: migrations.slice(0, version) })
    expect(schemaOf(made)).toEqual(schemaOf(frozen))
    frozen.close()
    made.close()
  })

  test('is read whole by this version', () => {
    const store = openStore(fileFrom(`version-${version}.sql`))
    checkVersion1(store)
    expect(store.conversation('tea')).toEqual({
      id: 'tea',
      title: 'Choosing tea',
      updatedAt: 1760000000004,
    })
    expect(store.turn('green')).toEqual({
      kind: 'answer',
      id: 'green',
      conversationId: 'tea',
      parentId: 'which',
      status: 'complete',
      modelName: 'Small model',
      modeAsked: 'auto',
      route: { mode: 'think', by: 'own-decision', pThink: 0.75, ms: 12.5 },
      thought: 'Calm, so little caffeine.',
      thoughtEnd: 'model',
      text: 'Green tea.',
      tokens: { prompt: 20, reused: 4, thought: 6, answer: 3 },
      ms: { firstToken: 80.5, thought: 120, generate: 0, total: 300 },
      notes: [{ capability: 'grade-answers', text: 'Good', details: null }],
      thumb: null,
      problem: null,
      createdAt: 1760000000001,
    })
    store.close()
  })
})

describe('an older store', () => {
  test('is taken over step by step, and kept beside as it was', () => {
    const file = fileFrom('version-1.sql')
    const steps: string[] = []
    const store = openStore(file, { migrations: laterMigrations, onStep: (step) => steps.push(step) })
    checkVersion1(store)
    store.close()
    expect(steps).toEqual(stepsFrom(1))
    expect(filesBeside(file)).toEqual(['ponder.db', `ponder.db.before-${NEWEST}`])
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(statSync(`${file}.before-${NEWEST}`).mode & 0o077).toBe(0)

    expect(contentsOf(`${file}.before-${NEWEST}`)).toEqual(contentsOf(fileFrom('version-1.sql')))
    const again = openStore(`${file}.before-${NEWEST}`, { migrations: laterMigrations })
    checkVersion1(again)
    again.close()
  })

  test('from before version 1 comes through every version', () => {
    const file = fileFrom('version-0.sql')
    const store = openStore(file, { migrations: [fromTalks, ...laterMigrations.slice(1)] })
    expect(store.listConversations().map(({ title }) => title)).toEqual(['Rain', 'Tea'])
    expect(store.search('calm').map(({ conversation }) => conversation.title)).toEqual(['Tea'])
    store.close()
  })

  test('keeps what stood only in its log after a crash', () => {
    const file = fileFrom('version-1.sql')
    const crashed = spawnSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { DatabaseSync } from 'node:sqlite'
       const sqlite = new DatabaseSync(${JSON.stringify(file)})
       sqlite.exec("PRAGMA journal_mode = WAL; UPDATE conversations SET title = 'Only in the log' WHERE id = 'tea'")
       process.kill(process.pid, 'SIGKILL')`,
    ])
    expect(crashed.signal).toBe('SIGKILL')
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
    const store = openStore(file, { migrations: laterMigrations })
    expect(store.conversation('tea')?.title).toBe('Only in the log')
    store.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
  })

  test('is not migrated again', () => {
    const file = fileFrom('version-1.sql')
    openStore(file, { migrations: laterMigrations }).close()
    const steps: string[] = []
    openStore(file, { migrations: laterMigrations, onStep: (step) => steps.push(step) }).close()
    expect(steps).toEqual([])
  })
})

describe('a migration that fails', () => {
  const wrong: readonly (readonly [string, Migration])[] = [
    ['with wrong SQL', (sqlite) => sqlite.exec('DROP TABLE settings; SELECT nonsense')],
    [
      'by breaking the tree',
      (sqlite) => sqlite.exec(`UPDATE turns SET parent_id = 'nobody' WHERE id = 'green'`),
    ],
    [
      'by throwing in the middle',
      () => {
        throw new TypeError('a bug')
      },
    ],
  ]
  test.each(wrong)('%s changes nothing', (_, migration) => {
    const file = fileFrom('version-1.sql')
    const before = readFileSync(file)
    expect(() => openStore(file, { migrations: [...laterMigrations, migration] })).toThrow(
      expect.objectContaining({ code: 'store-migration-failed' }),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(filesBeside(file)).toEqual(['ponder.db', `ponder.db.before-${NEWEST + 1}`])
    const store = openStore(file)
    checkVersion1(store)
    store.close()
  })

  test('because another program has the store open changes nothing', () => {
    const file = fileFrom('version-1.sql')
    const other = openStore(file)
    expect(() => openStore(file, { migrations: laterMigrations })).toThrow(
      expect.objectContaining({ code: 'store-in-use' }),
    )
    checkVersion1(other)
    other.close()
    openStore(file, { migrations: laterMigrations }).close()
  })
})

test.each(stepsFrom(1))('killed after "%s", nothing is lost and the next start finishes', (step) => {
  const file = fileFrom('version-1.sql')
  const { signal, stderr } = spawnSync(process.execPath, [KILLED, file, step], { encoding: 'utf8' })
  expect([signal, stderr]).toEqual(['SIGKILL', ''])

  // Until the swap the version of before can go on with it.
  if (step !== 'swapped') expect(contentsOf(file)).toEqual(contentsOf(fileFrom('version-1.sql')))
  const store = openStore(file, { migrations: laterMigrations })
  checkVersion1(store)
  store.close()
  const sqlite = new DatabaseSync(file)
  expect(columnOf(sqlite, 'PRAGMA integrity_check')).toBe('ok')
  expect(columnOf(sqlite, 'PRAGMA user_version')).toBe(NEWEST)
  sqlite.close()
  expect(filesBeside(file)).toEqual(['ponder.db', `ponder.db.before-${NEWEST}`])
})

function stepsFrom(version: number): string[] {
  const versions = laterMigrations.slice(version).map((_, index) => `version-${version + index + 1}`)
  return ['log-closed', 'snapshot-written', 'snapshot-kept', 'copied', ...versions, 'checked', 'swapped']
}

/** A store in a file of its own, made from SQL in fixtures/. */
function fileFrom(fixture: string): string {
  const file = temporaryFile()
  const sqlite = new DatabaseSync(file)
  sqlite.exec(readFileSync(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8'))
  sqlite.close()
  return file
}

function filesBeside(file: string): string[] {
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(basename(file)))
    .toSorted()
}

function schemaOf(sqlite: DatabaseSync): unknown[] {
  return sqlite.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()
}

/** All that a store of version 1 holds, as that version would read it. */
function contentsOf(file: string): unknown {
  const sqlite = new DatabaseSync(file)
  const rows = ['conversations', 'turns', 'settings', 'title_words', 'turn_words'].map((table) =>
    sqlite.prepare(`SELECT * FROM ${table}`).all(),
  )
  const contents = { version: columnOf(sqlite, 'PRAGMA user_version'), schema: schemaOf(sqlite), rows }
  sqlite.close()
  return contents
}

/** What a person had in version-1.sql. */
function checkVersion1(store: Store): void {
  expect(store.listConversations().map(({ title }) => title)).toEqual(['Choosing tea'])
  const { turns, hasOlder } = store.shownPath('tea', { beforeId: null, limit: 10 })
  expect(turns.map(({ turn, siblingIds }) => [turn.id, siblingIds])).toEqual([
    ['which', ['which']],
    ['black', ['green', 'black']],
  ])
  expect(hasOlder).toBe(false)
  expect(store.turn('black')).toMatchObject({ status: 'failed', problem: { code: 'context-full' } })
  expect(store.search('green')).toHaveLength(1)
  expect(store.settings()).toMatchObject({ theme: 'dark', thoughtBudget: 500, mode: 'auto' })
  store.restoreConversation('rain')
  expect(store.search('rain')).toHaveLength(1)
  store.deleteConversation('rain')
}
