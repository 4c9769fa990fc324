/** One thing that was done, how well it went, and how long it was. */
export type Rewarded = { readonly reward: number; readonly length: number }

/**
 * OPO's baseline: the mean reward, weighted by length.
 *
 *     b* = Σ lᵢ rᵢ / Σ lᵢ
 *
 * rᵢ = `reward`, lᵢ = `length` in tokens, up to and including the end. A reward is compared with b* before it moves the
 * policy; of all baselines E[‖∇ log π‖² r] / E[‖∇ log π‖²] leaves the least variance, and a gradient's squared norm grows
 * with the number of tokens, so lengths stand for it.
 * Paper: On-Policy RL with Optimal Reward Baseline (OPO), https://arxiv.org/abs/2505.23585.
 * Where nothing has a length, or there is nothing, the baseline is 0.
 *
 * Example: rewards 1 and 0 of lengths 30 and 10 give 30/40 = 0.75; their mean is 0.5.
 */
export function optimalBaseline(group: readonly Rewarded[]): number {
  const total = group.reduce((sum, { length }) => sum + length, 0)
  return total === 0 ? 0 : group.reduce((sum, { reward, length }) => sum + length * reward, 0) / total
}

/**
 * How much better each one did than the baseline. Not divided by a deviation and not by length.
 *
 *     Aᵢ = rᵢ − b*
 *
 * Paper: OPO. One alone is its own baseline: its advantage is 0, and it teaches nothing.
 *
 * Example: rewards 1 and 0 of lengths 30 and 10 give 0.25 and −0.75.
 */
export function opoAdvantages(group: readonly Rewarded[]): number[] {
  const baseline = optimalBaseline(group)
  return group.map(({ reward, length }) => (length === 0 && group.length === 1 ? 0 : reward - baseline))
}
