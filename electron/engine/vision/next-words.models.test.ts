import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forkChild } from '../../shell/fork-child.ts'
import { openLlamaCpp } from '../text/llama-cpp.ts'
import { ask, never, question, starter, text } from './fixtures/starter-model.ts'
import { BLUE, RED, disc } from './fixtures/write-png.ts'
import { openVisionEngine } from './open-vision-engine.ts'
import type { VisionEngine } from './vision-engine.ts'

const COLOURS = ['red', 'orange', 'yellow', 'green', 'blue']

let folder = ''
let red = ''
let blue = ''
let engine: VisionEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-words-'))
  red = join(folder, 'red.png')
  blue = join(folder, 'blue.png')
  writeFileSync(red, disc(RED))
  writeFileSync(blue, disc(BLUE))
  engine = openVisionEngine({ spawn: forkChild })
  await engine.load(starter, never)
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true })
})

async function probabilities(prompt: Parameters<VisionEngine['nextWords']>[0], words: readonly string[]) {
  return (await engine.nextWords(prompt, words, never)).map(({ probability }) => probability)
}

/** The same numbers by the other binding of llama.cpp, which reads no images. */
async function byTextEngine(prompt: string, words: readonly string[]): Promise<number[]> {
  const { llama } = await openLlamaCpp()
  const model = await llama.loadModel({ modelPath: starter.modelPath })
  const context = await model.createContext({ contextSize: 256, threads: 1 })
  const tokens = [model.tokens.bos!, ...model.tokenize(prompt, true)] // the file names its beginning
  const [output] = await context
    .getSequence()
    .controlledEvaluate([...tokens.slice(0, -1), [tokens.at(-1)!, { generateNext: { probabilities: true } }]])
    .then((outputs) => outputs.filter((each) => each !== undefined))
  const likely = output?.next.probabilities ?? new Map()
  const found = words.map((word) => likely.get(model.tokenize(word, true).at(0)!) ?? -1)
  await model.dispose()
  return found
}

test('are those that the text engine finds, for a prompt without images', async () => {
  for (const words of ['What colour?', 'How many?', 'Where what?']) {
    const prompt = `<|user|>${words}<|end|><|assistant|>`
    const expected = await byTextEngine(prompt, [...COLOURS, '<|end|>'])
    const found = await probabilities([text(prompt)], [...COLOURS, '<|end|>'])
    // Two builds of llama.cpp sum in different order.
    found.forEach((probability, index) => expect(probability).toBeCloseTo(expected[index] ?? NaN, 4))
  }
})

test('follow what is seen, and not what was asked before', async () => {
  for (let round = 0; round < 3; round++) {
    const [ofRed = 0, , , , blueOfRed = 1] = await probabilities(question('What colour?', red), COLOURS)
    expect(ofRed).toBeGreaterThan(0.99)
    expect(blueOfRed).toBeLessThan(0.01)
    // An answer between leaves no list.
    await ask(engine, question('How many?', blue), { temperature: 1 })
    const ofBlue = await probabilities(question('What colour?', blue), COLOURS)
    expect(ofBlue[4]).toBeGreaterThan(0.99)
    expect(ofBlue.reduce((sum, probability) => sum + probability, 0)).toBeLessThanOrEqual(1.001)
  }
})

test('an answer’s end is a word too', async () => {
  const said = [...question('What colour?', red), text('red')]
  expect((await probabilities(said, ['<|end|>']))[0]).toBeGreaterThan(0.99)
})

test('of several tokens are those of their first one; words that cannot be told apart are refused', async () => {
  const prompt = question('What colour?', red)
  const [first, second] = await engine.nextWords(prompt, ['red', 'square circle'], never)
  expect(first).toMatchObject({ whole: true })
  expect(second).toMatchObject({ word: 'square circle', whole: false })
  const unusable = { code: 'words-unusable', remedy: expect.stringMatching(/\.$/) }
  await expect(engine.nextWords(prompt, ['red', 'red red'], never)).rejects.toMatchObject(unusable)
  // "redblue" is read in other pieces than "red" and then "blue".
  await expect(engine.nextWords([...prompt, text('red')], ['blue'], never)).rejects.toMatchObject(unusable)
})
