import { setTimeout as pause } from 'node:timers/promises'
import { PassingFault } from './faults.ts'

/** Tries in a row that bring nothing. With the usual pauses that is some two minutes without a connection. */
const MOST_TRIES = 8
const LONGEST_PAUSE_MS = 30_000
/** A hub that asks for more than this is not waited for: the person is told instead. */
const LONGEST_ASKED_MS = 5 * 60_000
/** Less than this is no progress, or a server could keep us busy one byte at a time. */
const SOME_BYTES = 64 * 1024

export type Waiting = { readonly fault: PassingFault; readonly ms: number }

export type RetryOptions = {
  readonly pauseMs: number
  readonly signal: AbortSignal
  /** Told before each pause. */
  readonly onWait?: (waiting: Waiting) => void
  /** Bytes that have arrived so far: tries that brought some do not count. */
  readonly received?: () => number
  /** Fewer tries than usual. */
  readonly most?: number
}

/** Repeats what fails for a moment, each pause twice as long, until it is done or has failed too often in a row. */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  { pauseMs, signal, onWait, received = () => 0, most = MOST_TRIES }: RetryOptions,
): Promise<Result> {
  let tries = 0
  let before = received()
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (thrown) {
      // A stop wins over whatever it broke.
      signal.throwIfAborted()
      if (!(thrown instanceof PassingFault)) throw thrown
      const isProgress = received() - before >= SOME_BYTES
      before = received()
      tries = isProgress ? 1 : tries + 1
      const ms = thrown.waitMs ?? Math.min(pauseMs * 2 ** (tries - 1), LONGEST_PAUSE_MS)
      if (tries >= most || ms > LONGEST_ASKED_MS) throw thrown
      onWait?.({ fault: thrown, ms })
      await pause(ms, undefined, { signal })
    }
  }
}
