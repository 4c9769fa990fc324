import { dot, sigmoid, type Weights } from '../../math/logistic-policy.ts'
import { groupAdvantages, type GroupAnswer } from './group-rewards.ts'
import { DEFAULT_MARGIN, MARGIN } from './policy.ts'

/** A question whose answers were sampled in both modes. */
export type SampledQuestion = { readonly features: Weights; readonly answers: readonly GroupAnswer[] }

export type HgpoOptions = {
  /** The margins that are learned for, all at once; the policy is told which one is meant. */
  readonly margins: readonly number[]
  /** Fresh starts of the ratio: in each the policy moves at most as far as the clip lets it. */
  readonly rounds: number
  readonly stepsPerRound: number
  readonly rate: number
  /** ε of the clip. */
  readonly clip: number
  /** β of the divergence from the policy it starts from. */
  readonly divergence: number
  /** Pulls every weight back to where it started: hashed words outnumber the questions. */
  readonly decay: number
}

export const hgpoOptions: HgpoOptions = {
  margins: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  rounds: 6,
  stepsPerRound: 40,
  rate: 0.25,
  clip: 0.5,
  divergence: 0.001,
  decay: 0.002,
}

/** A question as the gradient sees it, with one entry for each margin. */
export type Example = {
  readonly features: Weights
  readonly at: readonly MarginExample[]
}

type MarginExample = {
  readonly margin: number
  /** Mean over the group's answers of the advantages of those that thought, and of those that did not. */
  readonly think: number
  readonly quick: number
}

/**
 * HGPO on the choice of the mode. Every answer's mode was forced, half of them each, so both modes are known for every
 * question; what is maximised, in rounds that start from π_old, is
 *
 *     J = mean over questions and answers of min( ρ A, clip(ρ, 1 − ε, 1 + ε) A ) − β D(π_ref ‖ π) − λ/2 ‖w − w₀‖²
 *
 * ρ = π(m)/π_old(m) of the answer's mode m, A its advantage for the mode (equation 10), ε = `clip`, β = `divergence`
 * with D = π_ref/π − log(π_ref/π) − 1, λ = `decay`.
 * Paper: LHRM, https://arxiv.org/abs/2505.14631, equations 8 to 11; ε = 0.5 and β = 0.001 are its values.
 * Differs from the paper: only the mode is learned, by a linear policy with exact gradients over all questions at once;
 * the model's answers do not change, so the same samples serve every round; λ is added.
 *
 * Example: two questions, one with a trait "hard" on which thinking won and one without on which quick won. Afterwards
 * π(think) is above ½ on the first and below on the second.
 */
export function trainByHgpo(
  questions: readonly SampledQuestion[],
  start: Weights,
  options: HgpoOptions = hgpoOptions,
): Weights {
  const examples = examplesOf(questions, options.margins)
  if (examples.length === 0) return start
  let weights: Record<string, number> = { ...start }
  for (let round = 0; round < options.rounds; round += 1) {
    const old = weights
    for (let step = 0; step < options.stepsPerRound; step += 1) {
      const slope = hgpoGradient(examples, { weights, old, reference: start }, options)
      const next = { ...weights }
      for (const name in slope) next[name] = (next[name] ?? 0) + options.rate * (slope[name] ?? 0)
      // A larger margin must never make thinking likelier.
      next[MARGIN] = Math.max(0, next[MARGIN] ?? 0)
      weights = next
    }
  }
  return weights
}

export function examplesOf(questions: readonly SampledQuestion[], margins: readonly number[]): Example[] {
  return questions.map(({ features, answers }) => ({
    features,
    at: margins.map((margin) => {
      const { mode: advantages } = groupAdvantages(answers, margin)
      const meanOf = (mode: GroupAnswer['mode']): number =>
        answers.reduce((sum, answer, at) => (answer.mode === mode ? sum + (advantages[at] ?? 0) : sum), 0) /
        Math.max(1, answers.length)
      return { margin, think: meanOf('think'), quick: meanOf('quick') }
    }),
  }))
}

/** The policy that is moved, the one the ratio compares it with, and the one it must stay near. */
type Policies = { readonly weights: Weights; readonly old: Weights; readonly reference: Weights }

/** J itself, for looking at it and for checking its gradient. */
export function hgpoObjective(
  examples: readonly Example[],
  policies: Policies,
  { clip, divergence, decay }: HgpoOptions,
): number {
  const { weights, reference } = policies
  let sum = 0
  let count = 0
  for (const example of examples) {
    for (const { p, before, ref, think, quick } of chances(example, policies)) {
      sum += clipped(p / before, think, clip) + clipped((1 - p) / (1 - before), quick, clip)
      sum -= divergence * (ref * distance(ref / p) + (1 - ref) * distance((1 - ref) / (1 - p)))
      count += 1
    }
  }
  let pull = 0
  for (const name of namesIn(weights, reference)) pull += ((weights[name] ?? 0) - (reference[name] ?? 0)) ** 2
  return sum / count - (decay / 2) * pull
}

/** ∇J by the weights. */
export function hgpoGradient(
  examples: readonly Example[],
  policies: Policies,
  { clip, divergence, decay }: HgpoOptions,
): Record<string, number> {
  const { weights, reference } = policies
  const slope: Record<string, number> = { [MARGIN]: 0 }
  let count = 0
  for (const example of examples) {
    let whole = 0
    for (const { p, before, ref, think, quick, offset } of chances(example, policies)) {
      // By z = w·x + k·offset, of which dp/dz = p (1 − p).
      let by = -divergence * divergenceSlope(p, ref)
      if (moves(p / before, think, clip)) by += (think * p * (1 - p)) / before
      if (moves((1 - p) / (1 - before), quick, clip)) by -= (quick * p * (1 - p)) / (1 - before)
      whole += by
      slope[MARGIN] = (slope[MARGIN] ?? 0) + by * offset
      count += 1
    }
    for (const name in example.features)
      slope[name] = (slope[name] ?? 0) + whole * (example.features[name] ?? 0)
  }
  for (const name of namesIn(weights, slope))
    slope[name] = (slope[name] ?? 0) / count - decay * ((weights[name] ?? 0) - (reference[name] ?? 0))
  return slope
}

/** Probabilities of thinking of the three policies at each margin. */
function chances({ features, at }: Example, { weights, old, reference }: Policies) {
  const z = [weights, old, reference].map((each) => dot(each, features))
  const k = [weights, old, reference].map((each) => each[MARGIN] ?? 0)
  return at.map(({ margin, think, quick }) => {
    const offset = DEFAULT_MARGIN - margin
    const chance = (which: number): number => inside(sigmoid((z[which] ?? 0) + (k[which] ?? 0) * offset))
    return { p: chance(0), before: chance(1), ref: chance(2), think, quick, offset }
  })
}

/** Ratios need probabilities above 0. */
function inside(p: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, p))
}

function namesIn(one: Weights, other: Weights): Set<string> {
  return new Set([...Object.keys(one), ...Object.keys(other)])
}

/** min(ρ A, clip(ρ) A): past the clip there is nothing more to win. */
function clipped(ratio: number, advantage: number, clip: number): number {
  const kept = Math.min(1 + clip, Math.max(1 - clip, ratio))
  return Math.min(ratio * advantage, kept * advantage)
}

function moves(ratio: number, advantage: number, clip: number): boolean {
  return advantage > 0 ? ratio < 1 + clip : ratio > 1 - clip
}

/** The paper's estimator of the divergence at a ratio of probabilities: 0 at 1, above 0 elsewhere. */
function distance(ratio: number): number {
  return ratio - Math.log(ratio) - 1
}

/** d/dz of ref·D(ref/p) + (1 − ref)·D((1 − ref)/(1 − p)). */
function divergenceSlope(p: number, ref: number): number {
  const think = (ref * ref * (1 - p)) / p - ref * (1 - p)
  const quick = ((1 - ref) * (1 - ref) * p) / (1 - p) - (1 - ref) * p
  return quick - think
}
