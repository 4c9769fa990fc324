import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choiceProbabilities, scoreChoices } from '../../capabilities/chat-with-images/index.ts'
import { askedOfDemo, demoPair, discFile } from '../../engine/seeing/fixtures/demo-prompts.ts'
import { openLlamaCpp } from '../../engine/text/llama-cpp.ts'
import { openVisionEngine } from '../../engine/vision/open-vision-engine.ts'
import type { VisionEngine, VisionPrompt } from '../../engine/vision/vision-engine.ts'
import { forkChild } from '../../shell/fork-child.ts'

// The likelihoods of choices of several tokens, found by second ways on the demo model.

const never = new AbortController().signal
const SAMPLES = 250

let folder = ''
let engine: VisionEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-choices-'))
  engine = openVisionEngine({ spawn: forkChild })
  await engine.load({ ...demoPair, contextSize: 2048, threads: 1 }, never)
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true })
})

/** As a window's "Weigh answers" and "Classify" get them: P of every token of every choice. */
function scoresOf(prompt: VisionPrompt, choices: readonly string[]): Promise<number[][]> {
  return scoreChoices(
    choices,
    (text) => engine.tokensBehind(prompt, text, never),
    async (begun) => {
      const behind: VisionPrompt = begun === '' ? prompt : [...prompt, { kind: 'text', text: begun }]
      const { tokens } = await engine.nextTokens(behind, never)
      return new Map(tokens.map(({ text, probability }) => [text, probability]))
    },
  )
}

const logs = (tokens: readonly number[]) => tokens.map((probability) => Math.log(probability))
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

// Two builds of llama.cpp multiply numbers of 8 bits differently; measured were means up to 0.03.
test('without images they are those of the text engine, which reads each choice whole, within e^0.15 a token', async () => {
  const { llama } = await openLlamaCpp()
  const model = await llama.loadModel({ modelPath: demoPair.modelPath })
  const context = await model.createContext({ contextSize: 256, threads: 1 })
  const sequence = context.getSequence()
  for (const [words, choices] of [
    ['What colour is the sky?', ['The sky is blue.', 'The sky is orange.', 'Blue']],
    ['What is 7 + 8?', ['7 + 8 = 15', 'The answer is 15.', '15']],
  ] as const) {
    const prompt = askedOfDemo(words, null)
    const text = prompt.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
    const found = await scoresOf(prompt, choices)
    const expected: number[][] = []
    for (const choice of choices) {
      await sequence.clearHistory()
      const before = model.tokenize(text, true)
      const own = model.tokenize(text + choice, true).slice(before.length)
      // All at once: every token's likelihood behind those before it.
      const read = [...before, ...own]
      const outputs = await sequence.controlledEvaluate(
        read.map((token, at) =>
          at < before.length - 1 || at === read.length - 1
            ? token
            : ([token, { generateNext: { probabilities: true } }] as const),
        ),
      )
      const next = outputs.flatMap((output) => (output === undefined ? [] : [output.next.probabilities]))
      expected.push(own.map((token, at) => next[at]?.get(token) ?? 0))
    }
    expect(found.map((tokens) => tokens.length)).toEqual(expected.map((tokens) => tokens.length))
    expect(Math.max(...found.map((tokens) => tokens.length))).toBeGreaterThan(2)
    found.forEach((tokens, index) => {
      const off = sum(logs(tokens)) / tokens.length - sum(logs(expected[index] ?? [])) / tokens.length
      expect(Math.abs(off), choices[index]).toBeLessThan(0.15)
    })
    const bars = choiceProbabilities(expected)
    choiceProbabilities(found).forEach(({ probability }, index) =>
      expect(Math.abs(probability - (bars[index]?.probability ?? 0))).toBeLessThan(0.05),
    )
  }
  await model.dispose()
})

test('about an image they are how often the choice is said at temperature 1, within four standard errors', async () => {
  // Red that turns to orange: where the first token is not sure.
  let best: { readonly prompt: VisionPrompt; readonly p: number } | null = null
  for (let green = 50; green <= 120; green += 5) {
    const prompt = askedOfDemo('What colour is the circle?', discFile(folder, green))
    const [tokens = []] = await scoresOf(prompt, ['Orange'])
    const p = tokens.reduce((product, probability) => product * probability, 1)
    if (best === null || Math.abs(p - 0.5) < Math.abs(best.p - 0.5)) best = { prompt, p }
  }
  if (best === null) throw new Error('no disc was asked about')
  const { prompt, p } = best
  expect(p).toBeGreaterThan(0.03)
  expect(p).toBeLessThan(0.97)
  const tokens = (await engine.tokensBehind(prompt, 'Orange', never))?.length ?? 0
  expect(tokens).toBeGreaterThan(1)
  let said = 0
  for (let seed = 0; seed < SAMPLES; seed += 1) {
    let text = ''
    const request = { prompt, maxTokens: tokens, stop: [], temperature: 1, seed }
    for await (const piece of engine.answer(request, never)) if (piece.kind === 'answer') text += piece.text
    if (text.startsWith('Orange')) said += 1
  }
  expect(Math.abs(said / SAMPLES - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / SAMPLES))
})
