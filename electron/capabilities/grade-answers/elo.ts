import { seededRandom } from '../../math/seeded-random.ts'
import type { Match } from './knockout.ts'

const START = 1000
/** Largest step of one match. */
const K = 32
/** Orders averaged over: enough for ratings to differ by less than a point from those of other orders. */
const ORDERS = 200

/**
 * Elo ratings of `count` answers, averaged over many orders of the same matches, since one order alone favours late winners.
 *
 *     Eₐ = 1 / (1 + 10^((R_b − Rₐ)/400))        Rₐ ← Rₐ + K (S − Eₐ)
 *
 * S = how much the match was for a (`pFirst`), R starts at 1000, K = 32.
 * Paper: RRM, https://arxiv.org/abs/2505.14674, which rates by Elo over a round robin; K and the start are not given there.
 *
 * Example: two answers, one match, won by the first: 1016 and 984.
 */
export function eloRatings(count: number, matches: readonly Match[], seed = 1): number[] {
  const random = seededRandom(seed)
  const orders = matches.length < 2 ? 1 : ORDERS
  const sums = Array.from({ length: count }, () => 0)
  for (let order = 0; order < orders; order += 1) {
    const ratings = Array.from({ length: count }, () => START)
    for (const { first, second, pFirst } of shuffled(matches, random)) {
      const before = { first: ratings[first] ?? START, second: ratings[second] ?? START }
      const step = K * (pFirst - expected(before.first, before.second))
      ratings[first] = before.first + step
      ratings[second] = before.second - step
    }
    ratings.forEach((rating, index) => (sums[index] = (sums[index] ?? 0) + rating))
  }
  return sums.map((sum) => sum / orders)
}

/** How likely the first wins, 0 to 1. */
export function expected(first: number, second: number): number {
  return 1 / (1 + 10 ** ((second - first) / 400))
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item)
}
