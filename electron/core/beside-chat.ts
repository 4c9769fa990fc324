import { yielded } from '../capabilities/grade-answers/index.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { createLine, type Line } from './line.ts'

/** So often a piece of work is begun again after the engine died under it. */
const MOST_DEATHS = 2
const DEATHS = new Set(['engine-died', 'engine-hung'])

export type BesideChat = {
  /**
   * Does a short piece of work while nobody waits for an answer. When somebody comes, `work`'s signal aborts, and the work
   * is done from its beginning once the chat is quiet again: one at a time, in order. Rejects with the reason of `signal`.
   * `ready` resolves when it can be begun; left out = when the open model can be asked.
   */
  readonly run: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
    ready?: (signal: AbortSignal) => Promise<unknown>,
  ) => Promise<Result>
}

type Parts = {
  /** The answers of the chat. */
  readonly chat: Pick<Line, 'onArrival' | 'whenEmpty'>
  /** Told before each piece of work: resolves when the open model can be asked. */
  readonly ready: (signal: AbortSignal) => Promise<unknown>
}

/** Work of the engine that must never be in the chat's way: grading, sampling, tournaments. */
export function createBesideChat({ chat, ready: openModelReady }: Parts): BesideChat {
  const line = createLine()
  let last = 0

  async function once<Result>(work: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal) {
    await chat.whenEmpty(signal)
    const makeWay = new AbortController()
    const stopListening = chat.onArrival(() => makeWay.abort())
    try {
      return { done: await work(AbortSignal.any([signal, makeWay.signal])) }
    } catch (thrown) {
      // Whatever it threw when it was told to make way says nothing of the work.
      if (signal.aborted) throw signal.reason
      if (makeWay.signal.aborted || thrown === yielded) return null
      throw thrown
    } finally {
      stopListening()
    }
  }

  return {
    run: async (work, signal, ready = openModelReady) => {
      const leave = await line.wait(`beside-${(last += 1)}`, signal)
      try {
        for (let deaths = 0; ;) {
          await ready(signal)
          try {
            const result = await once(work, signal)
            if (result !== null) return result.done
          } catch (thrown) {
            const died = thrown instanceof PonderError && DEATHS.has(thrown.code)
            if (!died || deaths >= MOST_DEATHS) throw thrown
            deaths += 1
          }
        }
      } finally {
        leave()
      }
    },
  }
}
