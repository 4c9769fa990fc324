import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { defaultSettings } from '../contract/settings.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

test('settings are the defaults until they are changed', () => {
  expect(temporaryStore().settings()).toEqual(defaultSettings)
})

test('a change keeps the rest, and is there after a restart', () => {
  const file = temporaryFile()
  const store = openStore(file)
  store.changeSettings({ theme: 'dark', thoughtBudget: 500 })
  const changed = store.changeSettings({ thoughtBudget: null, mode: undefined, systemPrompt: 'Be kind.' })
  expect(changed).toEqual({ ...defaultSettings, theme: 'dark', systemPrompt: 'Be kind.' })
  store.close()
  const again = openStore(file)
  expect(again.settings()).toEqual(changed)
  again.close()
})

test('a damaged, unfitting or unknown value costs only itself', () => {
  const file = temporaryFile()
  const store = openStore(file)
  store.changeSettings({ theme: 'dark', answerLimit: 100, temperature: 1 })
  store.close()
  const sqlite = new DatabaseSync(file)
  sqlite.exec(`
    UPDATE settings SET value = '{"half' WHERE name = 'answerLimit';
    UPDATE settings SET value = '"warm"' WHERE name = 'temperature';
    INSERT INTO settings VALUES ('fromTheFuture', '1'), ('__proto__', '{"theme":"light"}');
  `)
  sqlite.close()
  const again = openStore(file)
  expect(again.settings()).toEqual({ ...defaultSettings, theme: 'dark' })
  again.close()
})
