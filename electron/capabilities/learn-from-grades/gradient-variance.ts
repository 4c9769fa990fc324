import { optimalBaseline, type Rewarded } from './optimal-baseline.ts'

/** What was done, with ∇ log π of it as a list of numbers; all lists are of one length. */
export type WithGradient = Rewarded & { readonly gradient: readonly number[] }

export type Variances = {
  readonly none: number
  readonly mean: number
  readonly opo: number
  /** Of the best single baseline there is for these samples. */
  readonly least: number
}

/**
 * How much a gradient estimate scatters under a baseline, all directions together.
 *
 *     V(b) = E ‖(r − b) ∇ log π‖² − ‖E (r − b) ∇ log π‖²
 *
 * E is the mean over `samples`. Paper: OPO, https://arxiv.org/abs/2505.23585, of which this is what it makes least.
 *
 * Example: gradients [1] and [−1] with rewards 1 and 0. Without a baseline the products are 1 and 0, of variance ¼; with
 * b = ½ they are ½ and ½, of variance 0.
 */
export function gradientVariance(samples: readonly WithGradient[], baseline: number): number {
  const n = samples.length
  if (n === 0) return 0
  const directions = samples[0]?.gradient.length ?? 0
  let squares = 0
  const middle = Array.from({ length: directions }, () => 0)
  for (const { reward, gradient } of samples) {
    for (let at = 0; at < directions; at += 1) {
      const push = (reward - baseline) * (gradient[at] ?? 0)
      squares += push * push
      middle[at] = (middle[at] ?? 0) + push / n
    }
  }
  return squares / n - middle.reduce((sum, each) => sum + each * each, 0)
}

/** V under no baseline, the mean reward, OPO's b*, and the best there is. */
export function compareBaselines(samples: readonly WithGradient[]): Variances {
  const rewards = samples.reduce((sum, { reward }) => sum + reward, 0)
  return {
    none: gradientVariance(samples, 0),
    mean: gradientVariance(samples, samples.length === 0 ? 0 : rewards / samples.length),
    opo: gradientVariance(samples, optimalBaseline(samples)),
    least: gradientVariance(samples, bestBaseline(samples)),
  }
}

/** V is a parabola in b; three of its points give its lowest one. */
function bestBaseline(samples: readonly WithGradient[]): number {
  const [low, middle, high] = [-1, 0, 1].map((b) => gradientVariance(samples, b))
  const bend = (low ?? 0) - 2 * (middle ?? 0) + (high ?? 0)
  return bend <= 0 ? 0 : ((low ?? 0) - (high ?? 0)) / (2 * bend)
}
