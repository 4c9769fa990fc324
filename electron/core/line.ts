/** Answers that want the engine, one at a time, in the order they came. */
export type Line = {
  /** The one whose turn it is; null when nobody is there. */
  readonly holder: () => string | null
  /** Resolves when it is `id`'s turn, with what gives the turn on. Rejects with the reason when `signal` aborts first. */
  readonly wait: (id: string, signal: AbortSignal) => Promise<() => void>
}

export function createLine(): Line {
  const waiting: { readonly id: string; readonly go: () => void }[] = []

  const next = () => waiting[0]?.go()
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
  }
}
