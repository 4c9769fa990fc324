import { logGradient, probability, type Weights } from '../../math/logistic-policy.ts'
import { optimalBaseline, opoAdvantages } from './optimal-baseline.ts'

/** A policy of two actions, and which of its versions this is. */
export type VersionedPolicy = { readonly version: number; readonly weights: Weights }

/** Something the policy did and what came of it. */
export type PolicySample = {
  /** Of the policy that chose. */
  readonly version: number
  readonly features: Weights
  readonly action: 0 | 1
  /** How likely the policy in use was to take this action, chance included; above 0. */
  readonly taken: number
  readonly reward: number
  readonly length: number
}

export type OpoUpdate = {
  readonly policy: VersionedPolicy
  readonly baseline: number
  /** One for each sample that was used, in their order. */
  readonly advantages: readonly number[]
  readonly used: readonly PolicySample[]
  /** Those of older or other versions: nothing was learned from them. */
  readonly rejected: readonly PolicySample[]
}

/** How far one batch may move the weights. */
export const OPO_RATE = 0.4

/**
 * One exactly on-policy step of policy gradient with the optimal reward baseline.
 *
 *     w ← w + η · 1/n Σ ρᵢ (rᵢ − b*) ∇ log π(aᵢ | xᵢ)        b* = Σ lᵢ rᵢ / Σ lᵢ
 *
 * η = `rate`, ρᵢ = min(1, π(aᵢ | xᵢ) / `taken`). Every sample serves once, and only the policy that made it: a sample
 * stamped with another version is rejected. There is no KL term, no entropy term and no clip.
 * Paper: On-Policy RL with Optimal Reward Baseline (OPO), https://arxiv.org/abs/2505.23585.
 * Differs from the paper: a person judges one answer a question, so the group is the batch ("optimal_batch" in the
 * authors' code); ρ is there because the likelier action is taken nearly always, and not as often as π says.
 *
 * Example: a new policy took action 1 twice on x = {a: 1}, with rewards 1 and 0 of lengths 10 and 30: b* = 0.25, the
 * advantages are 0.75 and −0.25, and w rises by η · ½ · (0.75 − 0.25) · ½ = η/8 (with ρ = 1).
 */
export function updateByOpo(
  policy: VersionedPolicy,
  samples: readonly PolicySample[],
  rate: number = OPO_RATE,
): OpoUpdate {
  const used = samples.filter(({ version }) => version === policy.version)
  const rejected = samples.filter(({ version }) => version !== policy.version)
  const advantages = opoAdvantages(used)
  const baseline = optimalBaseline(used)
  if (used.length === 0) return { policy, baseline, advantages, used, rejected }
  const weights: Record<string, number> = { ...policy.weights }
  for (const [at, sample] of used.entries()) {
    const push = (rate * (advantages[at] ?? 0) * ratio(policy.weights, sample)) / used.length
    const gradient = logGradient(policy.weights, sample.features, sample.action)
    for (const name in gradient) weights[name] = (weights[name] ?? 0) + push * (gradient[name] ?? 0)
  }
  return { policy: { version: policy.version + 1, weights }, baseline, advantages, used, rejected }
}

function ratio(weights: Weights, { features, action, taken }: PolicySample): number {
  const one = probability(weights, features)
  return Math.min(1, (action === 1 ? one : 1 - one) / taken)
}
