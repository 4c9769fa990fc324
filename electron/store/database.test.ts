import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PonderError } from '../contract/ponder-error.ts'
import { columnOf } from './column-of.ts'
import { ask } from './fixtures/talk.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openDatabase } from './open-database.ts'
import { openStore, storeOver } from './store.ts'

describe('a transaction', () => {
  test('keeps all or nothing', () => {
    const store = temporaryStore()
    expect(() =>
      store.transaction(() => {
        store.createConversation('Half done')
        throw new Error('no further')
      }),
    ).toThrow('no further')
    expect(store.listConversations()).toEqual([])
    expect(store.transaction(() => store.createConversation('Whole')).title).toBe('Whole')
  })

  test('may stand in another one, and fail there alone', () => {
    const store = temporaryStore()
    store.transaction(() => {
      store.createConversation('Outer')
      expect(() =>
        store.transaction(() => {
          store.transaction(() => store.createConversation('Innermost'))
          throw new Error('inner')
        }),
      ).toThrow('inner')
      store.transaction(() => store.createConversation('Inner'))
    })
    expect(store.listConversations().map(({ title }) => title)).toEqual(['Inner', 'Outer'])
  })
})

test('a store that another program holds says so within seconds, and works when it is free', () => {
  const file = temporaryFile()
  const store = openStore(file)
  const other = new DatabaseSync(file)
  onTestFinished(() => {
    other.close()
    store.close()
  })
  other.exec('BEGIN IMMEDIATE')
  expect(() => store.createConversation('Tea')).toThrow(expect.objectContaining({ code: 'store-in-use' }))
  expect(store.listConversations()).toEqual([])
  other.exec('ROLLBACK')
  expect(store.createConversation('Tea').title).toBe('Tea')
})

test('a full disk loses only what was not saved, wherever in the work it strikes', () => {
  const file = temporaryFile()
  const sqlite = openDatabase(file)
  const store = storeOver(sqlite, file)
  onTestFinished(() => store.close())
  const { id } = store.createConversation('Tea')
  const kept = ask(store, id, null, 'Which?')
  const begun = store.saveAnswer({
    conversationId: id,
    parentId: kept.id,
    modelName: 'Test model',
    modeAsked: 'auto',
  })
  const wordy = Array.from({ length: 4000 }, (_, n) => `word${n}`).join(' ')

  let failures = 0
  let room = Number(columnOf(sqlite, 'PRAGMA page_count'))
  for (let done = false; !done; room++) {
    sqlite.exec(`PRAGMA max_page_count = ${room}`)
    try {
      store.writeAnswer(begun.id, { text: wordy, status: 'complete' })
      done = true
    } catch (thrown) {
      failures++
      expect(thrown instanceof PonderError && thrown.code).toBe('disk-full')
      expect(thrown instanceof PonderError && thrown.remedy).toMatch(/Free at least \d+ MB/)
      expect(store.pathTo(begun.id)).toEqual([kept, begun])
      expect(columnOf(sqlite, 'PRAGMA integrity_check')).toBe('ok')
    }
  }
  expect(failures).toBeGreaterThan(5)
  expect(store.turn(begun.id)).toEqual({ ...begun, text: wordy, status: 'complete' })
  expect(store.search('word3999')).toHaveLength(1)
})

test('a full disk inside a transaction leaves the store usable', () => {
  const file = temporaryFile()
  const sqlite = openDatabase(file)
  const store = storeOver(sqlite, file)
  onTestFinished(() => store.close())
  sqlite.exec(`PRAGMA max_page_count = ${Number(columnOf(sqlite, 'PRAGMA page_count'))}`)
  expect(() =>
    store.transaction(() => {
      const { id } = store.createConversation('Tea')
      for (let n = 0; n < 100; n++) ask(store, id, null, 'Which? '.repeat(100))
    }),
  ).toThrow(expect.objectContaining({ code: 'disk-full' }))
  expect(store.listConversations()).toEqual([])
  sqlite.exec('PRAGMA max_page_count = 100000')
  store.createConversation('Rain')
  expect(store.listConversations()).toHaveLength(1)
})

test('a row that does not read as Ponder wrote it is reported as damage', () => {
  const file = temporaryFile()
  const sqlite = openDatabase(file)
  const store = storeOver(sqlite, file)
  onTestFinished(() => store.close())
  const { id } = store.createConversation('Tea')
  const question = ask(store, id, null, 'Which?')
  for (const parts of ['[{"kind":"hologram"}]', '[{"kind"']) {
    sqlite.prepare('UPDATE turns SET parts = ?').run(parts)
    expect(() => store.turn(question.id)).toThrow(expect.objectContaining({ code: 'store-damaged' }))
  }
})
