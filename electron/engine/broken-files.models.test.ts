import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenFiles } from '../../models/gguf/broken-files.ts'
import { brokenNumbers } from '../../models/gguf/broken/broken-numbers.ts'
import { brokenSettings } from '../../models/gguf/broken/broken-settings.ts'
import { brokenTensors } from '../../models/gguf/broken/broken-tensors.ts'
import { brokenVocabularies } from '../../models/gguf/broken/broken-vocabularies.ts'
import { cutFiles } from '../../models/gguf/broken/cut-files.ts'
import { otherFiles } from '../../models/gguf/broken/other-files.ts'
import { forkChild } from '../shell/fork-child.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { demoModelPath, demoRequest, never, question, run } from './fixtures/demo-engine.ts'
import { openHeaderChecker, type HeaderChecker } from './header-check/header-checker.ts'
import { openTextEngine } from './text-engine.ts'
import type { TextEngine, TextEngineStatus } from './text-engine.ts'

// Every bad file gives one clear sentence and its remedy, and the same engine then opens a good one.

const demo = readFileSync(demoModelPath)
/** A person waits no longer for a sentence. Milliseconds. */
const LONGEST_WAIT = 5000

let folder = ''
let engine: TextEngine
let checker: HeaderChecker
const statuses: TextEngineStatus[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-broken-'))
  checker = openHeaderChecker(forkChild)
  engine = openTextEngine({ spawn: forkChild, probeFolder: null, checker })
  engine.onStatus((status) => statuses.push(status))
})
afterAll(async () => {
  await engine.close()
  checker.close()
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

const groups = { cutFiles, brokenSettings, brokenTensors, brokenNumbers, brokenVocabularies, otherFiles }

describe.each(Object.entries(groups))('each of %s', (_, files) => {
  test.each(files)('a file with $what', async ({ bytes, code }) => {
    const path = join(folder, 'broken.gguf')
    writeFileSync(path, bytes())
    const start = performance.now()
    const refusal = await refusalOf(path)
    expect(performance.now() - start).toBeLessThan(LONGEST_WAIT)
    expect(refusal).toBeInstanceOf(PonderError)
    expect(refusal).toMatchObject({
      code,
      message: expect.stringMatching(/^This file .*\.$/),
      remedy: expect.stringMatching(/\.$/),
    })
    const { message } = refusal as PonderError // seen above
    expect(statuses.at(-1)).toMatchObject({ kind: 'failed', problem: { code, message } })
  })

  test('and then a good model opens', stillWorks)
})

test('all groups are tested', () => {
  expect(Object.values(groups).flat()).toHaveLength(brokenFiles.length)
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
})

test('a load that is given up while its file is looked at leaves the engine empty and usable', async () => {
  const given = new AbortController()
  const slow = {
    read: (_path: string, _name: string, signal?: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('given up')))
      }),
  }
  const waiting = openTextEngine({ spawn: forkChild, probeFolder: null, checker: slow })
  const seen: TextEngineStatus[] = []
  waiting.onStatus((status) => seen.push(status))
  try {
    setTimeout(() => given.abort(), 100)
    for await (const piece of waiting.load(demoRequest(), given.signal)) expect(piece).toBeNull()
    expect(seen.map(({ kind }) => kind)).toEqual(['loading', 'empty'])
  } finally {
    await waiting.close()
  }
})

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
