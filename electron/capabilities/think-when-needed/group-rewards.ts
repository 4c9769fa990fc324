import type { Way } from '../../math/hybrid-accuracy.ts'

/** One answer of a group: the answers sampled for the same question, half of them in each mode. */
export type GroupAnswer = { readonly mode: Way; readonly reward: number }

/** Keeps the division defined where all rewards of a group are the same. */
const EPSILON = 1e-6

/**
 * HGPO's reward between the modes: 1 for every answer in the mode that did better on average, 0 for the others.
 *
 *     r_inter(oᵐ) = 1 if m = argmax { R̄_think , R̄_quick + δ }, else 0
 *
 * R̄ = mean reward of a mode's answers, δ = `margin`: what thinking has to be better by, so a larger one asks more of it.
 * Paper: LHRM, https://arxiv.org/abs/2505.14631, equations 8 and 9.
 * Differs from the paper: where both are equal, which it leaves open, quick wins; a mode that was not sampled loses.
 *
 * Example: think [1, 1] and quick [1, 0]. At δ = 0.2 it is 1 > 0.7, so thinking wins; at δ = 0.6 it is 1 < 1.1.
 */
export function interRewards(answers: readonly GroupAnswer[], margin: number): number[] {
  const winner = winnerOf(answers, margin)
  return answers.map(({ mode }) => (mode === winner ? 1 : 0))
}

/** The mode with the better mean reward, δ counted in favour of quick. */
export function winnerOf(answers: readonly GroupAnswer[], margin: number): Way {
  const think = rewardsOf(answers, 'think')
  const quick = rewardsOf(answers, 'quick')
  if (think.length === 0) return 'quick'
  if (quick.length === 0) return 'think'
  return mean(think) > mean(quick) + margin ? 'think' : 'quick'
}

/**
 * HGPO's reward within a mode: 1 for the best of its answers, 0 for the others.
 *
 *     r_intra(oᵢᵐ) = 1 if i = argmaxⱼ r(oⱼᵐ), else 0
 *
 * Paper: LHRM, equation 9. Where several are the best, which it leaves open, each of them gets 1.
 *
 * Example: think [1, 0] and quick [0, 0] give [1, 0] and [1, 1].
 */
export function intraRewards(answers: readonly GroupAnswer[]): number[] {
  return answers.map(({ mode, reward }) => (reward === Math.max(...rewardsOf(answers, mode)) ? 1 : 0))
}

/**
 * Rewards against their group, in standard deviations (GRPO).
 *
 *     Aᵢ = (rᵢ − mean r) / (std r + ε)
 *
 * std divides by n; ε = `EPSILON`, so that equal rewards give zeros and not NaN.
 *
 * Example: [1, 0] has mean ½ and std ½, so about [1, −1].
 */
export function standardised(rewards: readonly number[]): number[] {
  const middle = mean(rewards)
  const spread = Math.sqrt(mean(rewards.map((reward) => (reward - middle) ** 2)))
  return rewards.map((reward) => (reward - middle) / (spread + EPSILON))
}

/**
 * HGPO's advantages of a group: what every token of an answer gets, and what its first token, the mode, gets on top.
 *
 *     Aᵢᵗ = (r_intra(oᵢ) − mean) / std + 1[t is the mode] · α · (r_inter(oᵢ) − mean) / std
 *
 * α = `alpha`, 1 in the paper; mean and std run over all answers of the group.
 * Paper: LHRM, equation 10. Ponder trains the choice of the mode only, so it uses `mode` and shows the rest.
 *
 * Example: think [1, 1], quick [0, 0], δ = 0.2: all are the best of their mode, so `tokens` is 0 for each; thinking won,
 * so `mode` is 1 for the first two and −1 for the others.
 */
export function groupAdvantages(
  answers: readonly GroupAnswer[],
  margin: number,
  alpha = 1,
): { readonly tokens: number[]; readonly mode: number[] } {
  const tokens = standardised(intraRewards(answers))
  const mode = standardised(interRewards(answers, margin)).map((advantage) => alpha * advantage)
  return { tokens, mode }
}

function rewardsOf(answers: readonly GroupAnswer[], mode: Way): number[] {
  return answers.filter((answer) => answer.mode === mode).map(({ reward }) => reward)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
