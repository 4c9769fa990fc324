import { expect, onTestFinished, test } from 'vitest'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import type { Bench } from './bench.ts'
import { createKeptWork } from './kept-work.ts'
import { createSampleSteps, runsOnGraphics } from './sample-step.ts'

const never = new AbortController().signal
const messages = [{ role: 'user' as const, text: 'A number?' }]

/** A model that answers with its seed. `run`: how it is let work beside the chat. */
function opened(writesSeveral: boolean, run: Bench['run'] = (work, signal) => work(signal)) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id } = store.createConversation('Numbers')
  const engine = scriptedEngine({
    pieces: ({ seed }) => [{ kind: 'answer', text: ` ${seed} `, tokens: 1 }],
  })
  const bench: Bench = { engine, model: scriptedModel, run }
  const arrivals: string[] = []
  const ask = (seeds: readonly number[], arrived: (seed: number) => void = () => {}) => {
    const steps = createSampleSteps(createKeptWork(store), () => writesSeveral)
    return steps.samples({ bench, conversationId: id, messages }, seeds, never, (seed, { text }, isLast) => {
      arrivals.push(`${text}${isLast ? ', the last' : ''}`)
      arrived(seed)
    })
  }
  return { ask, arrivals, seeds: () => engine.requests.map(({ seed }) => seed) }
}

test('a model that writes one at a time is asked for the first seed alone', async () => {
  const { ask, arrivals, seeds } = opened(false)
  await ask([4, 5, 6])
  expect(arrivals).toEqual(['4, the last'])
  expect(seeds()).toEqual([4])
})

test('a model that writes several at once is asked for all, and again for those alone that are not kept', async () => {
  const { ask, arrivals, seeds } = opened(true)
  await ask([1, 2])
  await ask([1, 2, 3, 4])
  expect(seeds()).toEqual([1, 2, 3, 4])
  expect(arrivals).toEqual(['1', '2, the last', '1', '2', '3', '4, the last'])
})

test('who makes way for the chat keeps what was finished, and begins the others again', async () => {
  const makeWay = new AbortController()
  const { ask, arrivals, seeds } = opened(true, async (work, signal) => {
    await expect(work(AbortSignal.any([signal, makeWay.signal]))).rejects.toThrow('aborted')
    return work(signal)
  })
  await ask([1, 2, 3, 4], (seed) => {
    if (seed === 2) makeWay.abort()
  })
  expect(arrivals).toEqual(['1', '2', '3', '4, the last'])
  expect(seeds()).toEqual([1, 2, 3, 4, 3, 4])
})

test('an engine that dies when all are finished is not asked for none', async () => {
  const { ask, arrivals, seeds } = opened(true, async (work, signal) => {
    await work(signal)
    // As after a death: the same work, begun again.
    return work(signal)
  })
  await ask([1, 2])
  expect(arrivals).toEqual(['1', '2, the last'])
  expect(seeds()).toEqual([1, 2])
})

test.each([
  ['cpu', false],
  ['cuda', true],
  ['vulkan', true],
  ['metal', true],
] as const)('on %s several at once: %s', (kind, severalAtOnce) => {
  expect(runsOnGraphics({ ...scriptedModel, device: { kind, reason: 'It was chosen.' } })).toBe(severalAtOnce)
})
