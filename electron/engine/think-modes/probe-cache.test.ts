import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Thinking } from '../../contract/models.ts'
import { modelFileKey, probeKey, readProbe, writeProbe } from './probe-cache.ts'

const thinking: Thinking = {
  wrapper: 'Own template',
  canThink: true,
  decidesItself: true,
  style: 'tail',
  think: 'thought',
  efforts: [],
}
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ponder-probes-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('what was found is known again', async () => {
  await writeProbe(join(folder, 'probes'), 'key', thinking)
  expect(await readProbe(join(folder, 'probes'), 'key')).toEqual(thinking)
  expect(await readdir(join(folder, 'probes'))).toEqual(['key.json'])
})

test.each([
  ['', 'empty'],
  ['{"version":1,"thinking":{"wra', 'cut off'],
  ['{"version":2,"thinking":{"wrapper":"Qwen","canThink":"yes"}}', 'of another form'],
  ['{"version":1,"thinking":{"wrapper":"Qwen","canThink":true,"decidesItself":true}}', 'of an older probe'],
])('a note %j is ignored (%s) and written anew', async (text) => {
  await writeFile(join(folder, 'key.json'), text)
  expect(await readProbe(folder, 'key')).toBeNull()
  await writeProbe(folder, 'key', thinking)
  expect(await readProbe(folder, 'key')).toEqual(thinking)
})

test('no folder, no note', async () => {
  expect(await readProbe(join(folder, 'nowhere'), 'key')).toBeNull()
})

test.each([
  ['a file in place of the folder', async (place: string) => writeFile(place, '')],
  [
    'a folder in place of the note',
    async (place: string) => mkdir(join(place, 'key.json', 'x'), { recursive: true }),
  ],
])('%s: no note is kept, and nothing fails', async (_what, block) => {
  const place = join(folder, 'probes')
  await block(place)
  await writeProbe(place, 'key', thinking)
  expect(await readProbe(place, 'key')).toBeNull()
})

test('a failure that is not the disk’s surfaces', async () => {
  await expect(writeProbe(join(folder, 'a\0b'), 'key', thinking)).rejects.toThrow(/null bytes/)
})

test('the key names the content: it changes with the head, the tail and the size of a file', async () => {
  const path = join(folder, 'model.gguf')
  const keys = new Set<string>()
  const bytes = Buffer.alloc(6 * 1024 * 1024, 7)
  for (const place of [0, 100, bytes.length - 1]) {
    bytes[place] = 8
    await writeFile(path, bytes)
    keys.add(await modelFileKey(path))
    expect(await modelFileKey(path)).toBe([...keys].at(-1))
  }
  await truncate(path, bytes.length - 10)
  keys.add(await modelFileKey(path))
  expect(keys.size).toBe(4)
})

test('another template is another key of the same file', async () => {
  const path = join(folder, 'model.gguf')
  await writeFile(path, 'GGUF')
  const keys = [
    await probeKey(path, undefined),
    await probeKey(path, { kind: 'built-in', name: 'gemma' }),
    await probeKey(path, { kind: 'text', text: '{{ a }}' }),
    await probeKey(path, { kind: 'text', text: '{{ b }}' }),
  ]
  expect(new Set(keys).size).toBe(4)
  expect(keys[0]).toBe(await modelFileKey(path))
  expect(keys.every((key) => /^[0-9a-f-]+$/.test(key))).toBe(true)
})
