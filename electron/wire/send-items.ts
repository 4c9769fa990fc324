import type { Credits } from './credits.ts'

export type Sending = {
  readonly items: AsyncIterable<unknown>
  readonly credits: Credits
  readonly send: (item: unknown) => void
  readonly signal: AbortSignal
  /** Told when the iterator fails to clean up after itself. */
  readonly onBug: (error: unknown) => void
}

/**
 * Pulls an item only when the reader can take it. Ends when the items end or `signal` aborts; throws what the items throw.
 *
 * On abort the iterator's `return` is called at once and not by this loop, which may be waiting for an item that
 * never comes. (Racing `next` against the abort would leave one listener behind for every item of a long stream.)
 */
export async function sendItems({ items, credits, send, signal, onBug }: Sending): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  const giveBack = onceOnly(() => {
    void closeIterator(iterator).catch(onBug)
  })
  signal.addEventListener('abort', giveBack, { once: true })
  try {
    while (await credits.take()) {
      const next = await iterator.next()
      if (next.done === true || signal.aborted) return
      send(next.value)
    }
  } finally {
    signal.removeEventListener('abort', giveBack)
    // Does nothing to an iterator that has ended; lets one go whose item could not be sent.
    giveBack()
  }
}

async function closeIterator(iterator: AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}

function onceOnly(action: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
