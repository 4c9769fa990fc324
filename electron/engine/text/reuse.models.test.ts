import { beforeEach, describe, expect, test } from 'vitest'
import { never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import type { ChatMessage, EnginePiece, GenerateRequest } from '../engine.ts'
import { closedThought, openThought, tailFor } from '../think-modes/tails.ts'
import type { LocalEngine } from './local-engine.ts'
import type { OpenModel } from './open-model.ts'
import { commonPrefix, renderFoundation, renderPrompt } from './render-prompt.ts'

// What is read is measured by llama.cpp's own token meter, not by our arithmetic. The one token that every generation
// decodes to have something to go on from is counted by the meter as written, not as read.

const user = (text: string): ChatMessage => ({ role: 'user', text })
const assistant = (text: string, thought = ''): ChatMessage => ({ role: 'assistant', thought, text })

const SYSTEM: ChatMessage = {
  role: 'system',
  text: 'You are a friendly assistant. Answer briefly and clearly.',
}
const FIRST = [SYSTEM, user('What is the capital of France?')]
const SECOND = [...FIRST, assistant('The capital of France is Paris.'), user('What is 47 + 85?')]
const THIRD = [...SECOND, assistant('132', '47+85\n7+5+0=12 2\n4+8+1=13 32\n=132'), user('What is 68 + 57?')]

let engine: LocalEngine
let model: OpenModel
beforeEach(async () => {
  ;({ engine, model } = await openDemoEngine())
  await model.sequence.clearHistory()
})

async function tokensRead(work: () => Promise<unknown>): Promise<number> {
  const before = model.sequence.tokenMeter.getState()
  await work()
  return model.sequence.tokenMeter.diff(before).usedInputTokens
}

const readBy = (request: GenerateRequest): Promise<number> => tokensRead(() => run(engine, request))
const count = (text: string): number => model.model.tokenize(text).length
const tailTokens = (mode: 'think' | 'quick'): number =>
  renderPrompt(model, FIRST, tailFor(mode, null, model.style)).length - renderPrompt(model, FIRST, []).length

describe('the prompt only grows at its end', () => {
  test('each turn’s prompt begins with the whole prompt of the turn before, thoughts left out by the template', () => {
    for (const [before, after] of [
      [FIRST, SECOND],
      [SECOND, THIRD],
    ] as const) {
      const prompt = renderPrompt(model, before, [])
      expect(commonPrefix(prompt, renderPrompt(model, after, []))).toEqual(prompt)
    }
  })

  test('what is prepared is a beginning of the next prompt, all but the question itself', () => {
    const foundation = renderFoundation(model, THIRD.slice(0, -1))
    const next = renderPrompt(model, THIRD, [])
    expect(commonPrefix(foundation, next)).toEqual(foundation)
    // <|im_end|>, newline, <|im_start|>, assistant, newline
    expect(next.length - foundation.length).toBe(count('What is 68 + 57?') + 5)
  })

  test('the mode changes nothing but the tail', () => {
    const [think, quick] = [[openThought('')], [closedThought('', model.style)]]
    const plain = renderPrompt(model, THIRD, [])
    for (const tail of [think, quick]) {
      expect(commonPrefix(plain, renderPrompt(model, THIRD, tail))).toEqual(plain)
    }
  })
})

describe('tokens read', () => {
  test('the first question is read once, all but its last token', async () => {
    const prompt = renderPrompt(model, FIRST, tailFor('quick', null, model.style))
    expect(await readBy(question(FIRST, 'quick'))).toBe(prompt.length - 1)
  })

  test('redoing an answer reads at most 2 tokens', async () => {
    for (const mode of ['quick', 'think'] as const) {
      await run(engine, question(SECOND, mode))
      expect(await readBy(question(SECOND, mode))).toBeLessThanOrEqual(2)
    }
  })

  test.each([
    ['think', 'quick'],
    ['quick', 'think'],
  ] as const)(
    'after %s, %s reads its own tail and at most 2 tokens of the prompt again',
    async (before, after) => {
      await run(engine, question(SECOND, before))
      expect(await readBy(question(SECOND, after))).toBeLessThanOrEqual(tailTokens(after) + 2)
    },
  )

  test('a decision is not read again: thinking on it reads nothing, answering on it the closing of the thought', async () => {
    await engine.decideThinking(SECOND, never)
    expect(await readBy(question(SECOND, 'think'))).toBe(0)
    await engine.decideThinking(THIRD, never)
    expect(await readBy(question(THIRD, 'quick'))).toBeLessThanOrEqual(tailTokens('quick'))
  })

  test.each([
    ['quick', -100],
    ['think', 100],
  ] as const)('a mode that is chosen on the way (%s) costs at most one token more', async (mode, bias) => {
    const prompt = renderPrompt(model, THIRD, tailFor(mode, null, model.style))
    const choice = { bias, weight: 1, isFlipped: false }
    const pieces: EnginePiece[] = []
    const read = await tokensRead(() =>
      run(engine, question(THIRD, 'plain', { choice }), { onPiece: (piece) => pieces.push(piece) }),
    )
    expect(read).toBeLessThanOrEqual(prompt.length)
    expect(pieces[0]).toMatchObject({ kind: 'reading', reused: 0 })
    expect(pieces.find(({ kind }) => kind !== 'reading')).toMatchObject({ kind: 'decided', mode })
    expect(pieces.at(-1)).toMatchObject({ promptTokens: prompt.length, reusedTokens: 0 })
  })

  test('a stop before the mode is chosen is a normal ending', async () => {
    const choice = { bias: 0, weight: 1, isFlipped: false }
    const signal = AbortSignal.abort()
    const { finished } = await run(engine, question(THIRD, 'plain', { choice }), { signal })
    expect(finished.why).toBe('stopped')
  })

  test('a follow-up after the idle reading reads its own words and the template around them', async () => {
    for (const [mode, before, after] of [
      ['quick', FIRST, SECOND],
      ['think', SECOND, THIRD],
    ] as const) {
      const { thought, text } = await run(engine, question(before, mode))
      const answered = [...before, assistant(text, thought)]
      const asked = after.at(-1)?.text ?? ''
      await engine.prepare(answered, never)
      expect(await readBy(question([...answered, user(asked)], 'think'))).toBeLessThanOrEqual(
        count(asked) + 5 + tailTokens('think'),
      )
    }
  })

  test('the idle reading itself reads the answer and no more than the template around it', async () => {
    const { thought, text } = await run(engine, question(SECOND, 'think'))
    const read = await tokensRead(() => engine.prepare([...SECOND, assistant(text, thought)], never))
    expect(read).toBeLessThanOrEqual(count(text) + 6)
  })

  test('a budget or "answer now" reads only the closing of the thought', async () => {
    await run(engine, question(SECOND, 'think'))
    const free = await readBy(question(SECOND, 'think'))
    for (const thoughtBudget of [3, 9, 17]) {
      const cut = await readBy(question(SECOND, 'think', { thoughtBudget }))
      expect(cut - free).toBeLessThanOrEqual(tailTokens('quick'))
    }
  })

  test('going on with a stopped thought reads at most 2 tokens', async () => {
    const stop = new AbortController()
    let pieces = 0
    const part = await run(engine, question(SECOND, 'think'), {
      signal: stop.signal,
      onPiece: (piece) => void (piece.kind === 'thought' && ++pieces === 10 && stop.abort()),
    })
    const begun = { thought: part.thought, thoughtEnded: false, text: '' }
    expect(await readBy(question(SECOND, 'think', { begun }))).toBeLessThanOrEqual(2)
  })

  test('what the pieces say is what the meter says', async () => {
    await run(engine, question(FIRST, 'quick'))
    const before = model.sequence.tokenMeter.getState()
    const { finished } = await run(engine, question(SECOND, 'think'))
    const read = model.sequence.tokenMeter.diff(before).usedInputTokens
    expect(finished.promptTokens - finished.reusedTokens).toBe(read + 1)
  })
})

describe('the idle reading', () => {
  const long = [user('word '.repeat(300)), assistant('Yes.')]

  test('is given up at once when something is asked', async () => {
    const preparing = engine.prepare(long, never)
    const answer = run(engine, question('What is the capital of France?', 'quick'))
    await preparing
    expect(model.sequence.nextTokenIndex).toBeLessThan(600)
    expect((await answer).text).toContain('Paris')
  })

  test('ends normally when its signal aborts', async () => {
    const stop = new AbortController()
    const preparing = engine.prepare(long, stop.signal)
    setImmediate(() => stop.abort())
    await preparing
  })

  test('of a conversation that no longer fits does nothing', async () => {
    await engine.prepare([user('word '.repeat(3000)), assistant('Yes.')], never)
    expect(model.sequence.nextTokenIndex).toBeLessThan(1024)
  })
})

test('progress is told while a long prompt is read, and a stop is obeyed between chunks', async () => {
  const stop = new AbortController()
  const read: number[] = []
  const request = question('word '.repeat(300), 'quick')
  const part = await run(engine, request, {
    signal: stop.signal,
    onPiece(piece) {
      if (piece.kind !== 'reading') return
      read.push(piece.read)
      if (piece.read > 0) stop.abort()
    },
  })
  expect(read).toEqual([0, 256])
  expect(part.finished.why).toBe('stopped')
  expect(model.sequence.nextTokenIndex).toBeLessThanOrEqual(256 + 10)
})
