/**
 * A turnstile: `enter` waits until everyone before has left, in order, and gives the function to leave by.
 * Rejects with the signal's reason when that aborts while waiting.
 */
export function oneAtATime(): { readonly enter: (signal: AbortSignal) => Promise<() => void> } {
  let last: Promise<void> = Promise.resolve()

  return {
    async enter(signal) {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      if (signal.aborted) {
        resolve()
        throw signal.reason
      }
      return resolve
    },
  }
}
