/**
 * A turnstile: `enter` waits until everyone before has left, in order, and gives the function to leave by. Throws the reason
 * of `signal` as soon as it aborts: who has given up need not wait, and whoever comes after waits no longer for it.
 */
export function oneAtATime(): { readonly enter: (signal?: AbortSignal) => Promise<() => void> } {
  let last: Promise<void> = Promise.resolve()

  return {
    async enter(signal) {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      try {
        await (signal === undefined ? before : unlessAborted(before, signal))
      } catch (error) {
        void before.then(resolve)
        throw error
      }
      return resolve
    },
  }
}

async function unlessAborted(wanted: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = (): void => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  await Promise.race([wanted, aborted]).finally(() => signal.removeEventListener('abort', giveUp))
}
