/**
 * A turnstile: `enter` waits until everyone before has left, in order, and gives the function to leave by.
 * Who has lost interest meanwhile must look at its own signal and leave.
 */
export function oneAtATime(): { readonly enter: () => Promise<() => void> } {
  let last: Promise<void> = Promise.resolve()

  return {
    async enter() {
      const before = last
      const { promise, resolve } = Promise.withResolvers<void>()
      last = promise
      await before
      return resolve
    },
  }
}
