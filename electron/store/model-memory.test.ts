import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { LONGEST_TEMPLATE } from '../contract/models.ts'
import { defaultSettings } from '../contract/settings.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

test('a template and a count of crashes are there after a restart, for their own model only', () => {
  const file = temporaryFile()
  const store = openStore(file)
  store.keepModelTemplate('one', { kind: 'text', text: '{{ messages }}' })
  store.keepModelTemplate('two', { kind: 'built-in', name: 'chatml' })
  store.keepModelTemplate('two', { kind: 'built-in', name: 'gemma' })
  store.keepModelCrashes('two', 3)
  store.close()
  const again = openStore(file)
  expect(again.modelTemplate('one')).toEqual({ kind: 'text', text: '{{ messages }}' })
  expect(again.modelTemplate('two')).toEqual({ kind: 'built-in', name: 'gemma' })
  expect(again.modelTemplate('three')).toBeNull()
  expect(['one', 'two'].map(again.modelCrashes)).toEqual([0, 3])
  again.keepModelTemplate('one', null)
  again.keepModelCrashes('two', 0)
  expect([again.modelTemplate('one'), again.modelCrashes('two')]).toEqual([null, 0])
  again.close()
})

test('settings neither hold them nor become slow by them', () => {
  const store = temporaryStore()
  const text = 'x'.repeat(LONGEST_TEMPLATE)
  for (let model = 0; model < 20; model += 1) store.keepModelTemplate(String(model), { kind: 'text', text })
  const before = process.cpuUsage()
  for (let round = 0; round < 20; round += 1) expect(store.settings()).toEqual(defaultSettings)
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000) // milliseconds of its own, however busy the machine is
})

test.each(['{"kind":"built-in","name":"unheard of"}', '{"kind":', '7'])(
  'what makes no sense counts as not kept: %s',
  (value) => {
    const file = temporaryFile()
    openStore(file).close()
    const sqlite = new DatabaseSync(file)
    const insert = sqlite.prepare('INSERT INTO settings (name, value) VALUES (?, ?)')
    insert.run('modelTemplate:one', value)
    insert.run('modelCrashes:one', '"many"')
    sqlite.close()
    const store = openStore(file)
    expect([store.modelTemplate('one'), store.modelCrashes('one')]).toEqual([null, 0])
    store.close()
  },
)
