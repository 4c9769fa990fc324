import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import { never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import type { LocalEngine } from './local-engine.ts'

const SUM = 'What is 47 + 85?'
const CAPITAL = 'What is the capital of France?'
/** Held-out kinds of hard questions with their answers. */
const SUMS: readonly [string, string][] = [
  [SUM, '132'],
  ['What is 68 + 57?', '125'],
  ['What is 386 + 129?', '515'],
  ['What is 254 + 163?', '417'],
]
const EASY = [CAPITAL, 'Hello!', 'What is the opposite of big?', 'What is the capital of Spain?']

let engine: LocalEngine
beforeAll(async () => {
  engine = (await openDemoEngine()).engine
})

describe('the three modes', () => {
  test('quick answers a fact without a thought', async () => {
    const answer = await run(engine, question(CAPITAL, 'quick'))
    expect(answer).toMatchObject({ thought: '', thoughtEnd: null, finished: { why: 'complete' } })
    expect(answer.text).toContain('Paris')
  })

  test.each(SUMS)('%s needs a thought and is right with one', async (sum, result) => {
    const answer = await run(engine, question(sum, 'think'))
    expect(answer.text).toBe(result)
    expect(answer.thoughtTokens).toBeGreaterThan(10)
    expect(answer.thoughtEnd).toBe('model')
  })

  test('the same sums are mostly wrong without one: the switch really changes what happens', async () => {
    const right = []
    for (const [sum, result] of SUMS) {
      const answer = await run(engine, question(sum, 'quick'))
      expect(answer.thought).toBe('')
      if (answer.text === result) right.push(sum)
    }
    expect(right.length).toBeLessThan(SUMS.length)
  })

  test.each(EASY)('think thinks even about %s, which the model would answer at once', async (easy) => {
    expect((await engine.decideThinking([{ role: 'user', text: easy }], never)).pThink).toBeLessThan(0.5)
    const answer = await run(engine, question(easy, 'think'))
    expect(answer.thought.trim()).not.toBe('')
    expect(answer.text).not.toBe('')
  })

  test('tags and the white space around them never reach the answer', async () => {
    for (const mode of ['quick', 'think', 'plain'] as const) {
      for (const text of [CAPITAL, SUM]) {
        expect((await run(engine, question(text, mode))).text).not.toMatch(/<\/?think>|^\s/)
      }
    }
  })

  test('the model’s own decision separates hard from easy', async () => {
    const pThink = async (text: string): Promise<number> =>
      (await engine.decideThinking([{ role: 'user', text }], never)).pThink
    for (const easy of EASY) expect(await pThink(easy)).toBeLessThan(0.1)
    for (const [hard] of SUMS) expect(await pThink(hard)).toBeGreaterThan(0.9)
  })
})

describe('the end of a thought', () => {
  test.each([1, 2, 3, 5, 9, 14, 20])(
    'a budget of %i tokens is kept exactly, and an answer follows',
    async (budget) => {
      const answer = await run(engine, question(SUM, 'think', { thoughtBudget: budget }))
      expect(answer.thoughtTokens).toBe(budget)
      expect(answer.thoughtEnd).toBe('budget')
      expect(answer.text).toMatch(/^\d+$/)
      expect(answer.finished.why).toBe('complete')
    },
  )

  test('a budget that is never reached changes nothing', async () => {
    const free = await run(engine, question(SUM, 'think'))
    expect(await run(engine, question(SUM, 'think', { thoughtBudget: 500 }))).toMatchObject({
      thought: free.thought,
      thoughtEnd: 'model',
      text: free.text,
    })
  })

  test('"answer now" ends the thought and the answer goes on behind it', async () => {
    let tokens = 0
    const answer = await run(engine, question(SUM, 'think'), {
      onPiece(piece) {
        if (piece.kind === 'thought') tokens += piece.tokens
        if (piece.kind === 'thought' && tokens === 8) void engine.endThought()
      },
    })
    expect(answer.thoughtEnd).toBe('answer-now')
    expect(answer.thoughtTokens).toBeLessThan(25)
    expect(answer.text).not.toBe('')
  })

  test('"answer now" while the prompt is read skips the thought', async () => {
    const answer = await run(engine, question(SUM, 'think'), {
      onPiece(piece) {
        if (piece.kind === 'reading') void engine.endThought()
      },
    })
    expect(answer).toMatchObject({ thought: '', thoughtEnd: 'answer-now' })
    expect(answer.text).not.toBe('')
  })

  test('"answer now" when nothing is thought does nothing', async () => {
    await engine.endThought()
    const answer = await run(engine, question(CAPITAL, 'quick'), {
      onPiece(piece) {
        if (piece.kind === 'answer') void engine.endThought()
      },
    })
    expect(answer.text).toContain('Paris')
  })
})

describe('stopping and going on', () => {
  async function stopAfter(pieces: number, text = SUM) {
    const stop = new AbortController()
    let seen = 0
    const part = await run(engine, question(text, 'think'), {
      signal: stop.signal,
      onPiece(piece) {
        if (piece.kind === 'thought' || piece.kind === 'answer') seen += 1
        if (seen === pieces) stop.abort()
      },
    })
    return part
  }

  test('stops within one token, as a normal ending', async () => {
    const part = await stopAfter(3)
    expect(part.finished.why).toBe('stopped')
    expect(part.thoughtTokens).toBeLessThanOrEqual(4)
    expect(part.text).toBe('')
  })

  test('a signal that is already aborted generates nothing', async () => {
    const part = await run(engine, question(SUM, 'think'), { signal: AbortSignal.abort() })
    expect(part).toMatchObject({ thought: '', text: '' })
    expect(part.finished.why).toBe('stopped')
  })

  test.each([1, 4, 11, 23])(
    'a thought stopped after %i pieces is gone on with to the same answer',
    async (pieces) => {
      const part = await stopAfter(pieces)
      const begun = { thought: part.thought, thoughtEnded: false, text: '' }
      const rest = await run(engine, question(SUM, 'think', { begun }))
      expect(part.thought + rest.thought).toContain('=132')
      expect(rest.text).toBe('132')
    },
  )

  test('an answer stopped in its middle is gone on with, white space and all', async () => {
    const whole = await run(engine, question(CAPITAL, 'quick'))
    const begun = { thought: '', thoughtEnded: true, text: whole.text.slice(0, 11) }
    const rest = await run(engine, question(CAPITAL, 'quick', { begun }))
    expect(begun.text + rest.text).toBe(whole.text)
  })

  test('an answer behind a thought is gone on with', async () => {
    const whole = await run(engine, question(SUM, 'think'))
    const begun = { thought: whole.thought, thoughtEnded: true, text: whole.text.slice(0, 1) }
    const rest = await run(engine, question(SUM, 'think', { begun }))
    expect(rest.thought).toBe('')
    expect(begun.text + rest.text).toBe('132')
  })

  test('a reader that leaves early leaves nothing behind that blocks the next answer', async () => {
    for await (const piece of engine.generate(question(SUM, 'think'), never))
      if (piece.kind === 'thought') break
    expect((await run(engine, question(CAPITAL, 'quick'))).text).toContain('Paris')
  })
})

describe('limits', () => {
  test.each([1, 2, 4])('an answer of at most %i tokens ends there', async (answerLimit) => {
    const answer = await run(engine, question(CAPITAL, 'quick', { answerLimit }))
    expect(answer.finished.why).toBe('answer-limit')
    expect(answer.text.trim().split(' ').length).toBeLessThanOrEqual(answerLimit)
  })

  test('a prompt that does not fit is refused before anything is read', async () => {
    const long = 'word '.repeat(6000)
    await expect(run(engine, question(long, 'think'))).rejects.toMatchObject({
      code: 'prompt-too-long',
      message: expect.stringMatching(/\d{4} tokens/),
    })
    expect((await run(engine, question(CAPITAL, 'quick'))).text).toContain('Paris')
  })

  test('a context that fills up ends the answer and drops nothing', async () => {
    const { engine: endless, model } = await openEndlessEngine()
    const answer = await run(endless, question('The sea', 'plain', { answerLimit: 4000 }))
    expect(answer.finished.why).toBe('context-full')
    expect(model.sequence.nextTokenIndex).toBeLessThan(model.context.contextSize)
  })

  test('the same seed gives the same answer at any temperature, another one another', async () => {
    // the demo model is too sure of what it says
    const { engine: unsure } = await openEndlessEngine()
    const at = (seed: number) =>
      run(unsure, question('The sea', 'plain', { temperature: 1, seed, answerLimit: 30 }))
    const first = await at(7)
    expect((await at(7)).text).toBe(first.text)
    const others = [await at(8), await at(9), await at(10), await at(11)]
    expect(others.some((other) => other.text !== first.text)).toBe(true)
  })
})

/** Random weights: it writes letters that depend on the seed, and never ends by itself. */
async function openEndlessEngine() {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-endless-'))
  const path = join(folder, 'random.gguf')
  writeFileSync(path, randomModel({ ...smallestShape, lettersOnly: true }))
  try {
    return await openDemoEngine({ path, contextSize: 256 })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
