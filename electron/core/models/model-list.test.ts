import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { CopyUpdate } from '../../contract/window-calls.ts'
import { soundBytes } from '../../../models/gguf/broken/sound-model.ts'
import { sourceOfBytes } from '../../model-files/gguf/byte-source.ts'
import { readHeaderOfBytes, readModelHeader } from '../../model-files/header/read-model-header.ts'
import { refusalsFor } from '../../model-files/header/refusals.ts'
import { openStore } from '../../store/store.ts'
import { createModelCopies, type ModelCopies } from './model-copies.ts'
import { createModelList } from './model-list.ts'

function room() {
  const root = mkdtempSync(join(tmpdir(), 'ponder-list-'))
  const store = openStore(':memory:')
  onTestFinished(() => {
    store.close()
    rmSync(root, { recursive: true, force: true })
  })
  const ownFolder = join(root, 'models')
  let changes = 0
  const list = createModelList({
    folders: { demoFolder: join(root, 'demo'), ownFolder, given: null },
    places: { home: join(root, 'home'), platform: 'linux', environment: {}, shared: root },
    store,
    changed: () => (changes += 1),
  })
  const file = (name: string, text = 'GGUF') => {
    const path = join(root, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  return { root, store, ownFolder, list, file, changes: () => changes }
}

test('an added file is in the list, is told to the windows without its path, and can be taken off', async () => {
  const { list, file, store, changes } = room()
  const path = file('Downloads/mine-q8_0.gguf')
  const added = await list.add(path)
  expect(changes()).toBe(1)
  expect(list.entries()).toEqual([
    {
      id: added.id,
      name: 'Mine Q8_0',
      place: 'Downloads',
      sizeBytes: 4,
      source: 'chosen',
      alsoIn: [],
      hasProjector: false,
      problem: null,
    },
  ])
  await list.forget(added.id)
  expect([list.entries(), store.chosenModels()]).toEqual([[], []])
})

test('adding a part of a split model adds the model; adding what another app holds only finds it', async () => {
  const { list, file, store } = room()
  file('Downloads/big-00001-of-00002.gguf')
  const second = file('Downloads/big-00002-of-00002.gguf')
  expect(await list.add(second)).toMatchObject({ name: 'Big', sizeBytes: 8, problem: null })
  expect(store.chosenModels()).toEqual([expect.stringMatching(/big-00001-of-00002\.gguf$/)])
  const held = file('home/.lmstudio/models/p/r/held.gguf')
  await list.lookAtApps()
  expect(await list.add(held)).toMatchObject({ source: 'lm-studio' })
  expect(store.chosenModels()).toHaveLength(1)
})

const refused: readonly (readonly [string, string, string])[] = [
  ['what is not there', 'gone.gguf', 'model-file-missing'],
  ['a folder', 'home', 'not-a-model'],
  ['another kind of file', 'notes.txt', 'not-a-model'],
  ['an image half', 'mmproj-f16.gguf', 'not-a-model'],
  ['a model without all its parts', 'torn-00001-of-00002.gguf', 'model-parts-missing'],
]
test.each(refused)('%s is refused with a remedy and not remembered', async (_what, name, code) => {
  const { root, list, file, store } = room()
  for (const each of ['home/x', 'notes.txt', 'mmproj-f16.gguf', 'torn-00001-of-00002.gguf']) file(each)
  const remedy: unknown = expect.stringMatching(/\.$/)
  await expect(list.add(join(root, name))).rejects.toMatchObject({ code, remedy })
  expect(store.chosenModels()).toEqual([])
})

const bytes = Buffer.from('GGUF and what follows')
const never = new AbortController().signal
/** Takes every file for a sound one. */
const sound = { read: async () => readHeaderOfBytes(sourceOfBytes(soundBytes), refusalsFor('It')) }

/** Copies a file as a window does; the last update, or what was thrown. */
async function copied(copies: ModelCopies, name: string): Promise<unknown> {
  let last: CopyUpdate | null = null
  try {
    for await (const update of copies.receive({ name, sizeBytes: bytes.length }, never)) {
      last = update
      if (update.kind === 'ready') await copies.take(update.uploadId, 0, bytes)
    }
  } catch (thrown) {
    return thrown
  }
  return last
}

test('a copy of what cannot be opened is refused and does not stay', async () => {
  const { ownFolder, list } = room()
  const real = { read: async (path: string, name: string) => readModelHeader(path, name) }
  const code = 'model-file-version'
  expect(await copied(createModelCopies(ownFolder, list, real), 'mine.gguf')).toMatchObject({ code })
  expect(readdirSync(join(ownFolder, 'added'))).toEqual([])
  // What only waits for its other parts does.
  const waits = { read: async () => Promise.reject(refusalsFor('It').partMissing(2, 2)) }
  const first = await copied(createModelCopies(ownFolder, list, waits), 'big-00001-of-00002.gguf')
  expect(first).toEqual({ kind: 'done', modelId: list.entries()[0]?.id })
  expect(list.entries()[0]?.problem?.code).toBe('model-parts-missing')
  const second = await copied(createModelCopies(ownFolder, list, sound), 'big-00002-of-00002.gguf')
  expect(second).toEqual({ kind: 'done', modelId: list.entries()[0]?.id })
  expect(list.entries()).toMatchObject([{ name: 'Big', problem: null }])
  const half = await copied(createModelCopies(ownFolder, list, sound), 'mmproj-f16.gguf')
  expect(half).toEqual({ kind: 'done', modelId: null })
})

test('a copied file is listed when all of it is there, one copy at a time', async () => {
  const { ownFolder, list } = room()
  const copies = createModelCopies(ownFolder, list, sound)
  const updates: CopyUpdate[] = []
  for await (const update of copies.receive({ name: 'mine.gguf', sizeBytes: bytes.length }, never)) {
    updates.push(update)
    if (update.kind !== 'ready') continue
    const second = copies.receive({ name: 'other.gguf', sizeBytes: 9 }, never)
    await expect(second[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'copying-already' })
    await expect(copies.take('another', 0, bytes)).rejects.toMatchObject({ code: 'copy-broken' })
    await copies.take(update.uploadId, 0, bytes)
  }
  expect(updates.at(-1)).toEqual({ kind: 'done', modelId: list.entries()[0]?.id })
  expect(list.entries()[0]).toMatchObject({ source: 'own', place: 'added', name: 'Mine' })
})

test('a window that leaves in the middle of a copy leaves nothing behind', async () => {
  const { ownFolder, list } = room()
  const copies = createModelCopies(ownFolder, list, sound)
  const stop = new AbortController()
  for await (const update of copies.receive({ name: 'mine.gguf', sizeBytes: bytes.length }, stop.signal)) {
    if (update.kind === 'ready') await copies.take(update.uploadId, 0, bytes.subarray(0, 7))
    stop.abort()
  }
  expect(readdirSync(join(ownFolder, 'added'))).toEqual([])
  await expect(copies.take('any', 7, bytes.subarray(7))).rejects.toMatchObject({ code: 'copy-broken' })
})
