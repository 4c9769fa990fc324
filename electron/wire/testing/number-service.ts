import { z } from 'zod'
import { call, stream, type Implementation } from '../../contract/define.ts'
import { PonderError } from '../../contract/ponder-error.ts'

const key = z.string()

/** Streams whose sender can be watched: `progress` tells how far the sender of the stream with this key has come. */
export const numberContract = {
  /** 0, 1, 2 … below `count`; the sender never looks at its signal. */
  numbers: stream(z.object({ key, count: z.int().min(0) }), z.object({ key, number: z.int() })),
  /** One item, then nothing for ever. `deaf`: does not even notice a cancel. */
  stuck: stream(z.object({ key, deaf: z.boolean() }), z.int()),
  progress: call(z.object({ key }), z.object({ sent: z.int(), ended: z.boolean(), aborted: z.boolean() })),
  echo: call(z.object({ value: z.unknown() }), z.object({ value: z.unknown() })),
  /** Replies only when it is cancelled, and then too late. */
  hang: call(z.object({ key }), z.object({})),
  fail: call(z.object({ how: z.enum(['expected', 'bug', 'unsendable']) }), z.object({})),
  failAfter: stream(z.object({ count: z.int() }), z.int()),
}

export function numberService(): Implementation<typeof numberContract> {
  type Progress = { sent: number; ended: boolean; aborted: boolean }
  const progress = new Map<string, Progress>()
  function follow(key: string, signal: AbortSignal): Progress {
    const state: Progress = { sent: 0, ended: false, aborted: false }
    progress.set(key, state)
    signal.addEventListener('abort', () => {
      state.aborted = true
    })
    return state
  }

  return {
    numbers: async function* ({ key, count }, signal) {
      const state = follow(key, signal)
      try {
        for (let number = 0; number < count; number += 1) {
          state.sent += 1
          yield { key, number }
        }
      } finally {
        state.ended = true
      }
    },
    stuck: async function* ({ key, deaf }, signal) {
      const state = follow(key, signal)
      try {
        state.sent += 1
        yield 0
        await (deaf ? new Promise<never>(() => {}) : aborted(signal))
      } finally {
        state.ended = true
      }
    },
    progress: ({ key }) => progress.get(key) ?? { sent: 0, ended: false, aborted: false },
    echo: ({ value }) => ({ value }),
    hang: async ({ key }, signal) => {
      const state = follow(key, signal)
      await aborted(signal)
      state.ended = true
      return {}
    },
    fail: ({ how }) => {
      if (how === 'bug') throw new Error('a bug')
      // A function can neither be cloned nor, being cyclic here, written as JSON.
      if (how === 'unsendable') return unsendable()
      throw new PonderError({ code: 'as-asked', message: 'It failed.', remedy: 'Ask for something else.' })
    },
    failAfter: async function* ({ count }) {
      for (let number = 0; number < count; number += 1) yield number
      throw new PonderError({ code: 'as-asked', message: 'It failed.', remedy: 'Ask for something else.' })
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function unsendable(): Record<string, never> {
  const reply: Record<string, unknown> = { call: () => {} }
  reply['self'] = reply
  // Not true; that is what the test is about.
  return reply as Record<string, never>
}
