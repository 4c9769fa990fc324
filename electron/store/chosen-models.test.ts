import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { defaultSettings } from '../contract/settings.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

test('added model files are there after a restart, each once, and can be forgotten', () => {
  const file = temporaryFile()
  const store = openStore(file)
  expect(store.chosenModels()).toEqual([])
  for (const path of ['/a.gguf', '/b c.gguf', '/a.gguf']) store.keepChosenModel(path)
  store.close()
  const again = openStore(file)
  expect(again.chosenModels()).toEqual(['/b c.gguf', '/a.gguf'])
  again.forgetChosenModel('/b c.gguf')
  again.forgetChosenModel('/never added.gguf')
  expect(again.chosenModels()).toEqual(['/a.gguf'])
  again.close()
})

test('no window sees or sets them with the settings', () => {
  const store = temporaryStore()
  store.keepChosenModel('/a.gguf')
  expect(store.settings()).toEqual(defaultSettings)
})

test('a damaged list costs only the list', () => {
  const file = temporaryFile()
  const store = openStore(file)
  store.keepChosenModel('/a.gguf')
  store.changeSettings({ theme: 'dark' })
  store.close()
  const sqlite = new DatabaseSync(file)
  sqlite.exec(`UPDATE settings SET value = '[1, "/b.gguf"' WHERE name = 'chosenModels'`)
  sqlite.close()
  const again = openStore(file)
  expect(again.chosenModels()).toEqual([])
  expect(again.settings().theme).toBe('dark')
  again.close()
})
