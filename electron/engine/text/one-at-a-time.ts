import { unlessAborted } from './unless-aborted.ts'

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
