import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenFiles } from '../../../models/gguf/broken-files.ts'
import { CHAT_TEMPLATE, soundBytes, withSettings, word } from '../../../models/gguf/broken/sound-model.ts'
import { splitModel } from '../../../models/gguf/split-model.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { refuseForChat } from './for-chat.ts'
import { modelHeaderSchema } from './model-header.ts'
import { readModelHeader } from './read-model-header.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-headers-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function written(bytes: Uint8Array, name = 'model.gguf'): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** What a person would be told about a file that is to be opened for a conversation; null when nothing speaks against it. */
function refusalOf(path: string): unknown {
  try {
    return refuseForChat(readModelHeader(path, 'This file'), 'This file')
  } catch (error) {
    return error
  }
}

describe('says of a sound file what is in it', () => {
  test('the demo model', () => {
    const header = readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo')
    expect(modelHeaderSchema.parse(header)).toEqual(header)
    expect(header).toMatchObject({ use: 'chat', architecture: 'qwen3', quantisation: 'Q8_0', part: null })
    expect(header.chatTemplate).toContain('<|im_start|>')
  })

  test('every field of a small model', () => {
    expect(readModelHeader(written(soundBytes), 'Sound')).toEqual({
      use: 'chat',
      architecture: 'qwen3',
      title: 'Random',
      quantisation: 'F32',
      parameters: 90_944,
      trainedContext: 512,
      vocabulary: 262,
      layers: 2,
      width: 64,
      heads: 2,
      feedForward: 128,
      // Two layers with one key head of 32 numbers each.
      cache: { keys: 64, values: 64, windowed: null, stateBytes: 0 },
      licence: null,
      chatTemplate: CHAT_TEMPLATE,
      tokenizer: 'gpt2',
      projector: null,
      tensorBytes: 363_776,
      fileBytes: soundBytes.length,
      part: null,
    })
  })

  test('its licence, by the name that its makers give it', () => {
    const read = (settings: Parameters<typeof withSettings>[0]) =>
      readModelHeader(written(withSettings(settings)), 'Sound').licence
    expect(read({ 'general.license': word('apache-2.0') })).toBe('apache-2.0')
    expect(read({ 'general.license': word('other'), 'general.license.name': word('Own Licence 1.0') })).toBe(
      'Own Licence 1.0',
    )
    expect(read({ 'general.license': word(' ') })).toBeNull()
    expect(read({ 'general.license': word('l'.repeat(9000)) })).toHaveLength(300)
  })
})

describe('a model in several files', () => {
  test('is one model: its tensors are counted over all parts', () => {
    const parts = splitModel(soundBytes, 3)
    const paths = parts.map((bytes, at) => written(bytes, `big-0000${at + 1}-of-00003.gguf`))
    const whole = readModelHeader(written(soundBytes), 'Big')
    const header = readModelHeader(paths[0] ?? '', 'Big')
    const fileBytes = parts.reduce((sum, part) => sum + part.length, 0)
    expect(header).toEqual({ ...whole, fileBytes, part: { number: 1, count: 3 } })
    expect(refusalOf(paths[1] ?? '')).toMatchObject({ code: 'later-part' })
  })

  test('says which part is missing or cut, and takes no part of another model', () => {
    const [first = soundBytes, second = soundBytes] = splitModel(soundBytes, 2)
    const path = written(first, 'two-00001-of-00002.gguf')
    expect(refusalOf(path)).toMatchObject({ code: 'model-part-missing', message: /part 2/ })
    written(second.subarray(0, second.length - 100), 'two-00002-of-00002.gguf')
    expect(refusalOf(path)).toMatchObject({ code: 'model-file-cut' })
    written(splitModel(soundBytes, 3)[1] ?? soundBytes, 'two-00002-of-00002.gguf')
    expect(refusalOf(path)).toMatchObject({ code: 'model-file-broken' })
    written(second, 'two-00002-of-00002.gguf')
    expect(refusalOf(path)).toBeNull()
  })
})

describe('refuses in one sentence, with a remedy, well within five seconds', () => {
  test('knows at least a hundred ways for a file to be broken', () => {
    expect(new Set(brokenFiles.map(({ what }) => what)).size).toBeGreaterThan(100)
  })

  test.each(brokenFiles)('a file with $what', ({ bytes, code, foundBy }) => {
    const path = written(bytes())
    const before = process.cpuUsage()
    const refusal = refusalOf(path)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000) // of its own, however busy the machine is
    if (foundBy === 'llama.cpp') return expect(refusal).toBeNull()
    expect(refusal).toBeInstanceOf(PonderError)
    expect(refusal).toMatchObject({
      code,
      message: expect.stringMatching(/^This file .{8,250}\.$/),
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
    })
  })

  test.each([
    ['a folder', () => mkdirSync(join(folder, 'folder.gguf')), 'folder.gguf', 'not-a-model'],
    ['a file that is gone', () => {}, 'gone.gguf', 'model-file-missing'],
    ['a file below a file', () => written(soundBytes), 'model.gguf/deeper.gguf', 'model-file-missing'],
  ])('%s', (_, prepare, name, code) => {
    prepare()
    expect(refusalOf(join(folder, name))).toMatchObject({ code })
  })

  test.skipIf(process.platform === 'win32')('what is no ordinary file, without waiting for it', () => {
    expect(refusalOf('/dev/null')).toMatchObject({ code: 'not-a-model', message: /no ordinary file/ })
  })
})

test('a title holds nothing that would move or hide the text around it', () => {
  const title = 'Good\u202e\u0007\n model \u001b[2J é日本 👍'
  expect(readModelHeader(written(withSettings({ 'general.name': word(title) })), 'It').title).toBe(
    'Good??? model ?[2J é日本 👍',
  )
})

test('text from a file stands in a sentence quoted, in one line and short', () => {
  const hostile = `qwen9\n\u001b[31m${'x'.repeat(500)}\u202e`
  const refusal = refusalOf(written(withSettings({ 'general.architecture': word(hostile) })))
  expect(refusal).toMatchObject({ message: /\("qwen9\?\?\[31mx{40,50}…"\)/ })
})
