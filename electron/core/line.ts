/** Answers that want the engine, one at a time, in the order they came. */
export type Line = {
  /** The one whose turn it is; null when nobody is there. */
  readonly holder: () => string | null
  /** Resolves when it is `id`'s turn, with what gives the turn on. Rejects with the reason when `signal` aborts first. */
  readonly wait: (id: string, signal: AbortSignal) => Promise<() => void>
  /** Tells of everyone who comes. Returns what ends that. */
  readonly onArrival: (listen: () => void) => () => void
  /** Resolves when nobody is there. Rejects with the reason when `signal` aborts first. */
  readonly whenEmpty: (signal: AbortSignal) => Promise<void>
}

export function createLine(): Line {
  const waiting: { readonly id: string; readonly go: () => void }[] = []
  const arrivals = new Set<() => void>()
  let empties: (() => void)[] = []

  const next = () => {
    waiting[0]?.go()
    if (waiting.length > 0) return
    const woken = empties
    empties = []
    for (const wake of woken) wake()
  }
  const leave = (place: (typeof waiting)[number]) => {
    const at = waiting.indexOf(place)
    if (at < 0) return
    waiting.splice(at, 1)
    if (at === 0) next()
  }

  return {
    holder: () => waiting[0]?.id ?? null,
    wait: async (id, signal) => {
      signal.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const place = { id, go: resolve }
      waiting.push(place)
      for (const listen of arrivals) listen()
      const giveUp = () => {
        leave(place)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      if (waiting.length === 1) resolve()
      await promise
      signal.removeEventListener('abort', giveUp)
      return () => leave(place)
    },
    onArrival: (listen) => {
      arrivals.add(listen)
      return () => arrivals.delete(listen)
    },
    whenEmpty: async (signal) => {
      while (waiting.length > 0) {
        signal.throwIfAborted()
        const { promise, resolve } = Promise.withResolvers<void>()
        empties.push(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
        await promise
      }
      signal.throwIfAborted()
    },
  }
}
