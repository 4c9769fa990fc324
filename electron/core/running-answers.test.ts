import { describe, expect, test, vi } from 'vitest'
import { answerLike } from '../contract/fixtures/answer-like.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Answer } from '../contract/turns.ts'
import type { ConversationUpdate } from '../contract/updates.ts'
import { createRunningAnswers } from './running-answers.ts'

const answer = answerLike({ id: 'a', status: 'running' })
const piece = (text: string): ConversationUpdate => ({ kind: 'answer', answerId: 'a', text, tokens: 1 })

function room(write: (answer: Answer) => void = () => {}) {
  const written: Answer[] = []
  const published: ConversationUpdate[] = []
  const answering: string[][] = []
  const running = createRunningAnswers(
    (state) => {
      write(state)
      written.push(state)
    },
    (_conversation, update) => published.push(update),
    () => answering.push(running.conversationIds()),
  )
  return { running, written, published, answering }
}

describe('running answers', () => {
  test('tell in which conversations they are, from the first to the last', async () => {
    const { running, answering } = room()
    const { promise: open, resolve: finish } = Promise.withResolvers<void>()
    const write = async function* () {
      await open
      yield { kind: 'done', answer: { ...answer, status: 'complete' } } as const
    }
    const both = [running.run(answer, write), running.run({ ...answer, id: 'b' }, write)]
    const { conversationId } = answer
    expect(answering).toEqual([[conversationId], [conversationId]])
    finish()
    await Promise.all(both)
    expect(answering.at(-1)).toEqual([])
  })

  test('are stored while they are written, well before they end', async () => {
    const { running, written } = room()
    const { promise: open, resolve: finish } = Promise.withResolvers<void>()
    const ended = running.run(answer, async function* () {
      yield piece('half')
      await open
      yield { kind: 'done', answer: { ...answer, status: 'complete', text: 'half and whole' } }
    })
    await expect.poll(() => written.at(0)?.text, { timeout: 20_000 }).toBe('half')
    expect(running.live('a')?.text).toBe('half')
    finish()
    expect((await ended).text).toBe('half and whole')
    expect(written.at(-1)?.status).toBe('complete')
    expect(running.live('a')).toBeNull()
  })

  test('lose at most 250 ms of what was shown: each piece is stored by then', async () => {
    vi.useFakeTimers()
    try {
      const { running, written } = room()
      void running.run(answer, async function* (signal) {
        yield piece('first')
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      })
      await vi.advanceTimersByTimeAsync(0)
      expect(running.live('a')?.text).toBe('first')
      expect(written).toEqual([])
      await vi.advanceTimersByTimeAsync(250)
      expect(written.at(-1)?.text).toBe('first')
      await running.stop('a')
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['the engine died', 'engine-died', 'interrupted'],
    ['the engine hung', 'engine-hung', 'interrupted'],
    ['the prompt did not fit', 'prompt-too-long', 'failed'],
  ] as const)('keep their part when %s', async (_reason, code, status) => {
    const { running, published } = room()
    const ended = await running.run(answer, async function* () {
      yield piece('so far')
      throw new PonderError({ code, message: 'It went wrong.', remedy: 'Do this.' })
    })
    expect(ended).toMatchObject({ status, text: 'so far', problem: { code } })
    expect(published.at(-1)).toMatchObject({ kind: 'done' })
  })

  test('are stopped by the person as a normal ending', async () => {
    const { running } = room()
    const ended = running.run(answer, async function* (signal) {
      yield piece('part')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      signal.throwIfAborted()
    })
    await expect.poll(() => running.live('a')?.text).toBe('part')
    await running.stop('a')
    expect(await ended).toMatchObject({ status: 'stopped', text: 'part', problem: null })
  })

  test('say why they ended when somebody else than the person ended them', async () => {
    const { running } = room()
    const ended = running.run(answer, async function* (signal) {
      yield piece('part')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      yield { kind: 'done', answer: { ...answer, status: 'stopped', text: 'part' } }
    })
    await expect.poll(() => running.live('a')?.text).toBe('part')
    await running.stopAll(answer.conversationId, {
      code: 'another-model',
      message: 'Another model.',
      remedy: 'Continue.',
    })
    expect(await ended).toMatchObject({ status: 'interrupted', problem: { code: 'another-model' } })
  })

  test('end with the reason when what they write cannot be kept', async () => {
    const full = new PonderError({ code: 'disk-full', message: 'Full.', remedy: 'Make room.' })
    let failing = true
    const { running } = room(() => {
      if (failing) throw full
    })
    const ended = running.run(answer, async function* (signal) {
      yield piece('part')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      failing = false
    })
    expect(await ended).toMatchObject({ status: 'failed', problem: { code: 'disk-full' } })
  })

  test('stopping what is not running does nothing', async () => {
    await room().running.stop('nobody')
  })
})
