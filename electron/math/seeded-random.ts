/** Numbers from 0 to below 1. */
export type Random = () => number

/**
 * Random numbers from 0 to below 1 that are the same for the same seed (mulberry32). Not for secrets.
 *
 * Example: two generators with seed 1 give the same numbers in the same order.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A copy in random order (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const copy = [...values]
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1))
    const [one, other] = [copy[last], copy[at]]
    // Both places are inside the array.
    copy[last] = other as T
    copy[at] = one as T
  }
  return copy
}

/** One of these. Throws on none. */
export function oneOf<T>(values: readonly T[], random: Random): T {
  if (values.length === 0) throw new RangeError('There is nothing to choose from.')
  // `random` stays below 1, so the place is inside.
  return values[Math.floor(random() * values.length)] as T
}
