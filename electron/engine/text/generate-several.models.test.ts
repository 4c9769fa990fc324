import { InsufficientMemoryError } from 'node-llama-cpp'
import type { LlamaContextOptions } from 'node-llama-cpp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { GenerateRequest, SeveralPiece } from '../engine.ts'
import { demoRequest, never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import { generateSeveral } from './generate-several.ts'
import { openLlamaCpp } from './llama-cpp.ts'
import type { LocalEngine } from './local-engine.ts'
import { openSideBySide } from './open-beside.ts'
import type { OpenModel, SideBySide } from './open-model.ts'
import { takeOver } from './take-over.ts'

// On the processor, where it is no faster but does the same.

const SEEDS = [1, 2, 3, 4]
const SUM = 'What is 358 + 467?'
const LONG = `${'Ann has a cat, a dog and a red ball. '.repeat(12)}${SUM}`
const NO_END = 'Count from 1 to 10000.'

let engine: LocalEngine
let open: OpenModel
beforeAll(async () => {
  ;({ engine, model: open } = await openDemoEngine())
})

const asked = (text: string, changes: Partial<GenerateRequest> = {}) =>
  question(text, 'think', { temperature: 1.2, lane: 'background', ...changes })

async function oneByOne(request: GenerateRequest, seeds: readonly number[]): Promise<string[]> {
  const words: string[] = []
  for (const seed of seeds) {
    const { thought, text } = await run(engine, { ...request, seed })
    words.push(`${thought} | ${text}`)
  }
  return words
}

/** Words, and tokens that were read, of each; `onPiece` may stop it. */
async function gather(
  pieces: AsyncIterable<SeveralPiece>,
  count: number,
  onPiece: (piece: SeveralPiece) => void = () => {},
) {
  const all = Array.from({ length: count }, () => ({ thought: '', text: '', why: '', prompt: 0, read: 0 }))
  for await (const { index, piece } of pieces) {
    onPiece({ index, piece })
    const one = all[index]
    if (one === undefined) throw new RangeError(`nobody asked for number ${index}`)
    if (piece.kind === 'thought') one.thought += piece.text
    if (piece.kind === 'answer') one.text += piece.text
    if (piece.kind === 'finished') {
      one.why = piece.why
      one.prompt = piece.promptTokens
      one.read = piece.promptTokens - piece.reusedTokens
    }
  }
  return all
}

const wordsOf = (all: Awaited<ReturnType<typeof gather>>) =>
  all.map(({ thought, text }) => `${thought} | ${text}`)

describe('several answers at once', () => {
  test('are what the same seeds give one after another, and read the prompt once', async () => {
    const request = asked(LONG)
    const before = await oneByOne(request, SEEDS)
    expect(new Set(before).size).toBeGreaterThan(1)
    const all = await gather(engine.generateSeveral(request, SEEDS, never), SEEDS.length)
    expect(wordsOf(all)).toEqual(before)
    expect(all.map(({ why }) => why)).toEqual(SEEDS.map(() => 'complete'))
    const [first, ...others] = all
    // The last token of a prompt is what a sequence goes on from, so each reads that.
    expect(first?.prompt).toBeGreaterThan(100)
    expect(first?.read).toBe(first?.prompt)
    expect(others.map(({ read }) => read)).toEqual(others.map(() => 1))
  })

  test('may be more than there are sequences: the others follow', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const request = asked(SUM, { temperature: 0.7 })
    const before = await oneByOne(request, seeds)
    const all = await gather(engine.generateSeveral(request, seeds, never), seeds.length)
    expect(wordsOf(all)).toEqual(before)
  })

  test('are written one after another, beside the chat, where they are not wanted at once', async () => {
    const request = asked(SUM, { temperature: 0.7 })
    const before = await oneByOne(request, SEEDS)
    const order: number[] = []
    const pieces = engine.generateSeveral(request, SEEDS, never, false)
    const all = await gather(pieces, SEEDS.length, ({ index }) => order.push(index))
    expect(wordsOf(all)).toEqual(before)
    expect(order).toEqual(order.toSorted((one, other) => one - other))
  })

  test('are all ended by a stop', async () => {
    const stop = new AbortController()
    const request = asked(NO_END, { answerLimit: 2000 })
    let pieces = 0
    const all = await gather(engine.generateSeveral(request, SEEDS, stop.signal), SEEDS.length, () => {
      pieces += 1
      if (pieces === 40) stop.abort()
    })
    expect(all.map(({ why }) => why)).toContain('stopped')
    expect(all.every(({ why }) => why !== '')).toBe(true)
  })

  test('end without a word, and without failing, where they are stopped while their sequences are made', async () => {
    const stop = new AbortController()
    const sideBySide: OpenModel['sideBySide'] = (...how) => {
      const opening = open.sideBySide(...how)
      stop.abort()
      return opening
    }
    const pieces = generateSeveral({ ...open, sideBySide }, asked(SUM), SEEDS, stop.signal)
    expect((await gather(pieces, SEEDS.length)).map(({ why }) => why)).toEqual(['', '', '', ''])
  })

  test('are stopped for the chat', async () => {
    const request = asked(SUM, { temperature: 1.2 })
    const chat: ReturnType<typeof run>[] = []
    const all = await gather(engine.generateSeveral(request, SEEDS, never), SEEDS.length, ({ piece }) => {
      if (piece.kind === 'thought' && chat.length === 0)
        chat.push(run(engine, question('What is 2 + 3?', 'quick')))
    })
    expect(all.map(({ why }) => why)).toEqual(SEEDS.map(() => 'stopped'))
    expect(await Promise.all(chat)).toMatchObject([{ finished: { why: 'complete' } }])
  })

  test('one that fails does not end the others nor those that follow, and is told behind them', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const failing: OpenModel['sideBySide'] = async (...how) => {
      const opened = await open.sideBySide(...how)
      const lanes = opened.lanes.map((lane, at) => {
        if (at !== 1) return lane
        const chat = Object.create(lane.chat) as typeof lane.chat
        chat.generateResponse = () => Promise.reject(new Error('this one fails'))
        return { ...lane, chat }
      })
      return { ...opened, lanes }
    }
    const finished = new Set<number>()
    const request = asked(SUM, { temperature: 0.7 })
    const pieces = generateSeveral({ ...open, sideBySide: failing }, request, seeds, never)
    const gathered = gather(pieces, seeds.length, ({ index, piece }) => {
      if (piece.kind === 'finished') finished.add(index)
    })
    await expect(gathered).rejects.toThrow('this one fails')
    expect(finished).toEqual(new Set([0, 2, 3, 4, 5, 6, 7, 8]))
  })

  test('one that fails where there is one sequence alone does not end those that follow', async () => {
    const finished: number[] = []
    const pieces = generateSeveral({ ...open, sideBySide: oneThatFailsFirst }, asked(SUM), SEEDS, never)
    const gathered = gather(pieces, SEEDS.length, ({ index, piece }) => {
      if (piece.kind === 'finished') finished.push(index)
    })
    await expect(gathered).rejects.toThrow('the first one fails')
    expect(finished).toEqual([1, 2, 3])
  })

  test('a stop is a normal ending, though one has failed before it', async () => {
    const stop = new AbortController()
    const request = asked(NO_END, { answerLimit: 2000 })
    const pieces = generateSeveral({ ...open, sideBySide: oneThatFailsFirst }, request, SEEDS, stop.signal)
    const all = await gather(pieces, SEEDS.length, ({ index, piece }) => {
      if (index > 0 && piece.kind === 'thought') stop.abort()
    })
    expect(all.map(({ why }) => why)).toEqual(['', 'stopped', 'stopped', 'stopped'])
  })
})

/** The one sequence that works beside the chat, whose first answer fails. */
async function oneThatFailsFirst(): Promise<SideBySide> {
  const lane = await open.beside()
  const chat = Object.create(lane.chat) as typeof lane.chat
  let asked = 0
  chat.generateResponse = (...how) => {
    asked += 1
    return asked === 1 ? Promise.reject(new Error('the first one fails')) : lane.chat.generateResponse(...how)
  }
  return { lanes: [{ ...lane, chat }], close: async () => {} }
}

describe('where memory does not allow as many sequences', () => {
  /** As the library refuses: what is asked for is noted, and no more than `most` sequences come. */
  async function openWith(most: number, wanted: number): Promise<SideBySide & { tried: number[] }> {
    const tried: number[] = []
    const model = Object.create(open.model) as typeof open.model
    model.createContext = (options: LlamaContextOptions = {}) => {
      tried.push(options.sequences ?? 1)
      if ((options.sequences ?? 1) > most) throw new InsufficientMemoryError('no room')
      return open.model.createContext(options)
    }
    const opened = await openSideBySide(
      {
        engine: await openLlamaCpp(),
        model,
        own: open.context,
        request: demoRequest(),
        threads: 1,
        wrapper: open.chat.chatWrapper,
        beside: open.beside,
      },
      { wanted, contextSize: 512 },
      never,
    )
    return { ...opened, tried }
  }

  test.each([
    { reason: 'all fit', most: 8, tried: [8], lanes: 8 },
    { reason: 'half of them fit', most: 5, tried: [8, 4], lanes: 4 },
    { reason: 'only what works beside the chat anyway', most: 1, tried: [8, 4], lanes: 1 },
  ])('$reason', async ({ most, tried, lanes }) => {
    const opened = await openWith(most, 8)
    expect(opened.tried).toEqual(tried)
    expect(opened.lanes).toHaveLength(lanes)
    expect(opened.lanes[0]?.context === (await open.beside()).context).toBe(lanes === 1)
    await opened.close()
  })

  test('the answers are the same', async () => {
    const request = asked(SUM, { temperature: 0.7 })
    const before = await oneByOne(request, SEEDS)
    const sideBySide = () => openWith(1, SEEDS.length)
    const all = await gather(generateSeveral({ ...open, sideBySide }, request, SEEDS, never), SEEDS.length)
    expect(wordsOf(all)).toEqual(before)
  })
})

test('a sequence takes over what another one has read', async () => {
  const { lanes, close } = await open.sideBySide(3, 512, never)
  const [first, second] = lanes.map(({ sequence }) => sequence)
  if (first === undefined || second === undefined) throw new Error('there are too few sequences')
  await first.evaluateWithoutGeneratingNewTokens(open.model.tokenize(LONG))
  // Internal to the library: an update that takes it away is noticed here.
  expect(await takeOver(second, first)).toBe(true)
  expect(second.contextTokens).toEqual(first.contextTokens)
  await close()
})
