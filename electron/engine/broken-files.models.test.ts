import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forkChild } from '../shell/fork-child.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { demoModelPath, demoRequest, never, question, run } from './fixtures/demo-engine.ts'
import { openTextEngine } from './text-engine.ts'
import type { TextEngine } from './text-engine.ts'

// Every bad file gives one clear sentence and its remedy, and the same engine then opens a good one.

const demo = readFileSync(demoModelPath)
const text = 'Dear diary, today I gave this file another ending. '.repeat(200)

/** A number sequence that looks random and is the same in every run. */
function noise(length: number): Buffer {
  let state = 12345
  return Buffer.from(Array.from({ length }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16))
}

/** The demo file with some text in it replaced by other text of the same length. */
function renamed(from: string, to: string): Buffer {
  const bytes = Buffer.from(demo)
  for (let at = bytes.indexOf(from); at !== -1; at = bytes.indexOf(from, at + 1)) bytes.write(to, at)
  return bytes
}

function withCounts(tensors: bigint, keys: bigint): Buffer {
  const bytes = Buffer.from(demo)
  bytes.writeBigUInt64LE(tensors, 8)
  bytes.writeBigUInt64LE(keys, 16)
  return bytes
}

const files: readonly [what: string, bytes: Buffer, code: string][] = [
  ['empty', Buffer.alloc(0), 'not-a-model'],
  ['random bytes', noise(50_000), 'not-a-model'],
  ['text with another ending', Buffer.from(text), 'not-a-model'],
  ['a picture with another ending', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'not-a-model'],
  [
    'the magic and then noise',
    Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), noise(50_000)]),
    'model-file-broken',
  ],
  ['cut within the first bytes', demo.subarray(0, 10), 'model-file-broken'],
  ['cut within the settings', demo.subarray(0, 3000), 'model-file-broken'],
  ['cut within the tensors', demo.subarray(0, 300_000), 'model-file-broken'],
  ['missing its last byte', demo.subarray(0, demo.length - 40), 'model-file-broken'],
  ['claiming no end of settings', withCounts(47n, 2n ** 64n - 1n), 'model-file-broken'],
  ['claiming no end of tensors', withCounts(2n ** 60n, 30n), 'model-file-broken'],
  [
    'claiming one tensor too many',
    withCounts(demo.readBigUInt64LE(8) + 1n, demo.readBigUInt64LE(16)),
    'model-file-broken',
  ],
  ['of a kind nobody knows', renamed('qwen3', 'qwenX'), 'unknown-architecture'],
]

let folder = ''
let engine: TextEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-broken-'))
  engine = openTextEngine({ spawn: forkChild, probeFolder: null })
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

async function refusalOf(path: string): Promise<unknown> {
  try {
    for await (const piece of engine.load(demoRequest({ path, name: 'This file' }), never)) void piece
    return null
  } catch (error) {
    return error
  }
}

async function stillWorks(): Promise<void> {
  for await (const piece of engine.load(demoRequest(), never)) void piece
  expect((await run(engine, question('What is the capital of France?', 'quick'))).text).toContain('Paris')
}

test.each(files)('a file that is %s', async (what, bytes, code) => {
  const path = join(folder, `${what.replaceAll(' ', '-')}.gguf`)
  writeFileSync(path, bytes)
  const refusal = await refusalOf(path)
  expect(refusal).toBeInstanceOf(PonderError)
  expect(refusal).toMatchObject({
    code,
    message: expect.stringMatching(/^This file .*\S$/),
    remedy: expect.stringMatching(/\.$/),
  })
  await stillWorks()
})

test('a folder, and a file that is not there', async () => {
  mkdirSync(join(folder, 'folder.gguf'))
  expect(await refusalOf(join(folder, 'folder.gguf'))).toMatchObject({ code: 'not-a-model' })
  expect(await refusalOf(join(folder, 'nothing.gguf'))).toMatchObject({ code: 'model-file-missing' })
  await stillWorks()
})

test('flipped bytes in the header give a worded refusal or a model, never a hang and never silence', async () => {
  for (let seed = 0; seed < 24; seed++) {
    const bytes = Buffer.from(demo)
    const at = 24 + ((seed * 7919) % 12_000)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (seed % 8))
    const path = join(folder, `flipped-${seed}.gguf`)
    writeFileSync(path, bytes)
    const refusal = await refusalOf(path)
    if (refusal !== null) expect(refusal).toBeInstanceOf(PonderError)
  }
  await stillWorks()
}, 120_000)

test('a good file is opened even where nothing can be noted about it', async () => {
  const probeFolder = join(folder, 'no-folder')
  writeFileSync(probeFolder, 'a file')
  const unable = openTextEngine({ spawn: forkChild, probeFolder })
  try {
    const pieces = []
    for await (const piece of unable.load(demoRequest(), never)) pieces.push(piece)
    expect(pieces.at(-1)).toMatchObject({ kind: 'loaded', model: { thinking: { decidesItself: true } } })
  } finally {
    await unable.close()
  }
})
