import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forkChild } from '../../shell/fork-child.ts'
import { openLlamaCpp } from '../text/llama-cpp.ts'
import { openVisionEngine } from '../vision/open-vision-engine.ts'
import type { VisionEngine, VisionPrompt } from '../vision/vision-engine.ts'
import { askedOfDemo, demoPair, discFile } from './fixtures/demo-prompts.ts'

// What P(Yes) and the choices' probabilities are read from, found by a second way on the demo model.

const never = new AbortController().signal
const { modelPath } = demoPair
const SAMPLES = 250

let folder = ''
let engine: VisionEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-probabilities-'))
  engine = openVisionEngine({ spawn: forkChild })
  await engine.load({ ...demoPair, contextSize: 2048, threads: 1 }, never)
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true })
})

async function likelihoods(prompt: VisionPrompt): Promise<ReadonlyMap<string, number>> {
  const { tokens } = await engine.nextTokens(prompt, never)
  return new Map(tokens.map(({ text, probability }) => [text, probability]))
}

/** The prompt about the disc at which the likelihood of `word`, which falls as the disc turns orange, is nearest to a half. */
async function undecided(words: string, word: string): Promise<{ prompt: VisionPrompt; p: number }> {
  let [low, high] = [30, 140]
  let best = { prompt: askedOfDemo(words, discFile(folder, low)), p: 1 }
  while (high - low > 1) {
    const middle = Math.round((low + high) / 2)
    const prompt = askedOfDemo(words, discFile(folder, middle))
    const p = (await likelihoods(prompt)).get(word) ?? 0
    if (Math.abs(p - 0.5) < Math.abs(best.p - 0.5)) best = { prompt, p }
    if (p > 0.5) low = middle
    else high = middle
  }
  return best
}

/** How often each first token is written at temperature 1, over seeds. */
async function frequencies(prompt: VisionPrompt): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < SAMPLES; seed++) {
    let text = ''
    const request = { prompt, maxTokens: 1, stop: [], temperature: 1, seed }
    for await (const piece of engine.answer(request, never)) if (piece.kind === 'answer') text += piece.text
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return new Map([...counts].map(([text, count]) => [text, count / SAMPLES]))
}

test.each([
  ['P(Yes) about an image', 'Is the circle red?', 'Yes'],
  ['the likelihood of a colour', 'What colour is the circle?', 'R'],
])('%s is how often it is said at temperature 1, within four standard errors', async (_, words, word) => {
  const { prompt, p } = await undecided(words, word)
  // Certain likelihoods would agree with nearly anything.
  expect(p).toBeGreaterThan(0.03)
  expect(p).toBeLessThan(0.97)
  const said = await frequencies(prompt)
  const tolerance = 4 * Math.sqrt((p * (1 - p)) / SAMPLES)
  expect(Math.abs((said.get(word) ?? 0) - p)).toBeLessThan(tolerance)
})

// Two builds of llama.cpp multiply numbers of 8 bits differently; measured were ratios up to e^0.13.
test('without images they are those that the text engine finds, within a ratio of e^0.3', async () => {
  const { llama } = await openLlamaCpp()
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize: 256, threads: 1 })
  const sequence = context.getSequence()
  for (const words of ['Is water dry?', 'Is it going to rain?', 'What is 7 + 8?']) {
    const prompt = askedOfDemo(words, null)
    const text = prompt.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('')
    await sequence.clearHistory()
    const tokens = model.tokenize(text, true)
    const outputs = await sequence.controlledEvaluate([
      ...tokens.slice(0, -1),
      [tokens.at(-1)!, { generateNext: { probabilities: true } }], // the text is not empty
    ])
    const expected = outputs.findLast((output) => output !== undefined)?.next.probabilities ?? new Map()
    expect(expected.size).toBeGreaterThan(100)
    const found = await likelihoods(prompt)
    const likeliest = [...expected].sort(([, one], [, other]) => other - one).slice(0, 5)
    for (const [token, probability] of likeliest) {
      const written = model.detokenize([token], true)
      const ratio = Math.log((found.get(written) ?? 0) / probability)
      expect(Math.abs(ratio), `${written} behind ${words}`).toBeLessThan(0.3)
    }
  }
  await model.dispose()
})
