import { seededRandom, type Random } from '../../math/seeded-random.ts'
import type { WithGradient } from './gradient-variance.ts'

/** What the made-up rewards go by. */
export type World = 'length-does-not-matter' | 'short-is-right' | 'long-is-right' | 'like-mathematics'

const WORDS = 4
const CHANCE_TO_END = 0.08
const LONGEST = 200

/**
 * Sequences written by a tiny policy, with rewards that go by their length or not, for comparing baselines. Each token is
 * one of four words or the end, drawn from a softmax; ∇ log π of a sequence is the sum over its tokens of
 * (1[token] − probability), so longer sequences have larger gradients, as in language models.
 *
 * Example: a sequence of two words and the end has a gradient of five numbers that add up to 0.
 */
export function simulateSequences(world: World, count: number, seed: number): WithGradient[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const { gradient, length } = writeSequence(random)
    return { gradient, length, reward: random() < chanceOfReward(world, length) ? 1 : 0 }
  })
}

function writeSequence(random: Random): { readonly gradient: number[]; readonly length: number } {
  const chances = [...Array.from({ length: WORDS }, () => (1 - CHANCE_TO_END) / WORDS), CHANCE_TO_END]
  const gradient = chances.map(() => 0)
  for (let length = 1; ; length += 1) {
    const ends = random() < CHANCE_TO_END || length === LONGEST
    const token = ends ? WORDS : Math.floor(random() * WORDS)
    for (const [at, chance] of chances.entries())
      gradient[at] = (gradient[at] ?? 0) + (at === token ? 1 : 0) - chance
    if (ends) return { gradient, length }
  }
}

function chanceOfReward(world: World, length: number): number {
  switch (world) {
    case 'length-does-not-matter':
      return 0.7
    case 'short-is-right':
      return length <= 8 ? 0.95 : 0.05
    case 'long-is-right':
      return length > 8 ? 0.95 : 0.05
    case 'like-mathematics':
      // The longer, the more steps there are to go wrong in.
      return Math.max(0.05, 0.95 - length / 25)
    default:
      return world satisfies never
  }
}
