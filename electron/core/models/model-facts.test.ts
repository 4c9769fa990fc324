import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { brokenFiles } from '../../../models/gguf/broken-files.ts'
import { soundBytes, withSettings, whole, word } from '../../../models/gguf/broken/sound-model.ts'
import { modelFactsSchema } from '../../contract/model-facts.ts'
import type { EngineState, LoadedModel } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import { createModelFacts } from './model-facts.ts'

const never = new AbortController().signal
const GIB = 2 ** 30

/** Facts over a folder of files; headers are read in this very process, and how often is counted. */
function room(state: EngineState = { kind: 'empty' }, freeBytes = 8 * GIB) {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-facts-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let reads = 0
  const file = (bytes: Uint8Array, id = 'sound'): ModelFile => {
    const path = join(folder, `${id}.gguf`)
    writeFileSync(path, bytes)
    return {
      id,
      name: 'This file',
      sizeBytes: bytes.length,
      source: 'own',
      place: null,
      alsoIn: [],
      hasProjector: false,
      problem: null,
      path,
      projectorPath: null,
      identity: path,
    }
  }
  const files = [file(soundBytes)]
  const checker = {
    read: async (path: string, name: string) => {
      reads += 1
      return readModelHeader(path, name)
    },
  }
  const facts = createModelFacts({
    checker,
    state: () => state,
    files: () => files,
    chosenContext: async () => undefined,
    projectors: { choices: async () => ({ choices: [], isByHand: false }) },
    expectThinking: async (_file, template) => ({
      thinking: { canThink: template !== null, style: 'tail', efforts: [], decidesItself: null },
      templateProblem: null,
    }),
    freeBytes: () => freeBytes,
  })
  return { facts, file, sound: files[0]!, reads: () => reads }
}

const open: LoadedModel = {
  id: 'sound',
  name: 'This file',
  sizeBytes: 1,
  architecture: 'qwen3',
  quantisation: 'F32',
  parameters: 1,
  contextSize: 512,
  cacheType: 'f16',
  takesTools: false,
  trainedContextSize: 512,
  thinking: {
    wrapper: 'Own template',
    canThink: false,
    decidesItself: false,
    style: 'none',
    think: 'step-by-step',
    efforts: [],
  },
  sight: null,
  template: 'own',
  device: { kind: 'cpu', reason: 'none' },
  threads: 1,
  loadMs: 1,
}

test('tells what a file says of itself, how it will think, and that it fits', async () => {
  const { facts, file } = room()
  const described = await facts.describe(
    file(withSettings({ 'general.license': word('mit'), 'general.name': word('Small') })),
    null,
    never,
  )
  expect(modelFactsSchema.parse(described)).toEqual(described)
  expect(described).toMatchObject({
    modelId: 'sound',
    title: 'Small',
    architecture: 'qwen3',
    quantisation: 'F32',
    parameters: 90_944,
    trainedContext: 512,
    licence: 'mit',
    hasTemplate: true,
    thinking: { canThink: true, style: 'tail', decidesItself: null },
    templateProblem: null,
    contextSize: 512,
    fits: { f16: { kind: 'fits', largestContext: 512 }, q8_0: { kind: 'fits' }, q4_0: { kind: 'fits' } },
  })
})

test('the fit is for the context that is asked for, at most the trained one, in each type of cache', async () => {
  const { facts, file } = room()
  const long = file(withSettings({ 'qwen3.context_length': whole(32_768) }))
  const { contextSize, fits } = await facts.describe(long, 20_000, never)
  expect(contextSize).toBe(20_000)
  expect(fits.f16.needBytes).toBeGreaterThan(fits.q8_0.needBytes)
  expect(fits.q8_0.needBytes).toBeGreaterThan(fits.q4_0.needBytes)
  expect((await facts.describe(long, 1_000_000, never)).contextSize).toBe(32_768)
  expect((await facts.describe(long, null, never)).contextSize).toBe(8192)
})

test('too little memory is said with need, have and what would fit', async () => {
  const { facts, sound } = room({ kind: 'empty' }, 100_000_000)
  const { fits } = await facts.describe(sound, null, never)
  expect(fits.f16).toMatchObject({ kind: 'too-big', haveBytes: 100_000_000, largestContext: null })
  expect(fits.f16.needBytes).toBeGreaterThan(100_000_000)
})

test('what the open model takes counts as free for another, and its thinking is known', async () => {
  const ready = room({ kind: 'ready', model: open })
  const { thinking, fits } = await ready.facts.describe(ready.sound, null, never)
  expect(thinking).toEqual(open.thinking)
  expect(fits.f16.haveBytes).toBe(8 * GIB + fits.f16.needBytes)
  const other = await ready.facts.describe(ready.file(soundBytes, 'other'), null, never)
  expect(other.thinking).toMatchObject({ decidesItself: null })
  expect(other.fits.f16.haveBytes).toBe(fits.f16.haveBytes)
})

test('a file is read once, and again when it has changed', async () => {
  const { facts, sound, file, reads } = room()
  await facts.describe(sound, null, never)
  await facts.describe(sound, 256, never)
  expect(reads()).toBe(1)
  const again = file(withSettings({ 'general.name': word('Another') }))
  utimesSync(again.path, 1, 1)
  expect((await facts.describe(again, null, never)).title).toBe('Another')
  expect(reads()).toBe(2)
})

test('a file of no use is refused in words, and stays refused until it has changed', async () => {
  const { facts, file } = room()
  for (const { bytes, code, foundBy } of brokenFiles.filter((_, at) => at % 10 === 0)) {
    if (foundBy !== undefined) continue
    const refused = facts.describe(file(bytes()), null, never)
    await expect(refused).rejects.toBeInstanceOf(PonderError)
    await expect(refused).rejects.toMatchObject({ code, message: /^This file/ })
  }
})
