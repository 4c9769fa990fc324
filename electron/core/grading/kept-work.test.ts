import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openStore } from '../../store/store.ts'
import { createKeptWork } from './kept-work.ts'

test('the time of one who has work done holds nothing of the others between', async () => {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const work = createKeptWork(store)
  const [one, other] = [new AbortController().signal, new AbortController().signal]
  const bench = {
    run: <Result>(does: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal) => does(signal),
  }
  const turn = (name: string, signal: AbortSignal) =>
    work.once(bench, { conversationId: null, parts: [name] }, z.string(), signal, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return name
    })
  expect(await turn('first', one)).toBe('first')
  const before = work.worked(one)
  expect(before).toBeGreaterThan(0)
  await turn('second', other)
  expect(work.worked(one)).toBe(before)
  expect(work.worked(other)).toBeGreaterThan(0)
})
