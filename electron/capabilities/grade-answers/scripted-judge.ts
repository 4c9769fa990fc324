import { seededRandom } from '../../math/seeded-random.ts'
import type { Vote } from './voting.ts'

export type HiddenJudge = {
  /** The hidden worth of every answer. */
  readonly scores: readonly number[]
  /** How sure the judge is of a difference of 1: σ(sharpness · difference). Infinity = always right. */
  readonly sharpness: number
  /** Added to the chance of whoever stands first. */
  readonly orderBias: number
  readonly seed: number
}

/** A judge whose mind is known, for tests: it votes by hidden scores, noise and a bias for the one that stands first. */
export function scriptedJudge({ scores, sharpness, orderBias, seed }: HiddenJudge) {
  const random = seededRandom(seed)
  let asked = 0
  return {
    asked: () => asked,
    /** One judgement; `swapped` means the judge saw `second` first. The vote names the answers as they were given. */
    vote(first: number, second: number, swapped = false): Vote {
      asked += 1
      const difference = (scores[first] ?? 0) - (scores[second] ?? 0)
      const chance = difference === 0 ? 0.5 : 1 / (1 + Math.exp(-sharpness * difference))
      return random() < chance + (swapped ? -orderBias : orderBias) ? 'first' : 'second'
    },
  }
}
