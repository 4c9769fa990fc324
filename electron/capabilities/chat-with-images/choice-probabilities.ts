/** Below every probability that is told; its logarithm stands for words the model would not say. */
const LEAST = 1e-9

export type ScoredChoice = { readonly probability: number; readonly logProbability: number }

/**
 * How likely each of several choices is the answer:
 *
 *     sᵢ = (1 / Tᵢ) Σₜ ln P(tokenₜ of choice i | prompt, its tokens before)      pᵢ = exp(sᵢ) / Σⱼ exp(sⱼ)
 *
 * `tokenProbabilities[i]` holds P of each token of choice i, 0 to 1. The mean keeps long choices from losing by their
 * length alone.
 * Paper: multiple choice by mean log-probability, as Kosmos-2's evaluation does it, https://arxiv.org/abs/2306.14824
 * Differs from the paper: the scores are made to sum to 1, to be shown as bars.
 *
 * Example: a choice of tokens 0.5 and 0.5 has s = ln 0.5; against one of 0.25 it has p = 0.5 / (0.5 + 0.25) = 2/3.
 */
export function choiceProbabilities(tokenProbabilities: readonly (readonly number[])[]): ScoredChoice[] {
  const scores = tokenProbabilities.map((tokens) => {
    const sum = tokens.reduce((total, probability) => total + Math.log(Math.max(LEAST, probability)), 0)
    return Math.min(0, sum / Math.max(1, tokens.length))
  })
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0)
  return scores.map((score) => ({ logProbability: score, probability: Math.exp(score) / total }))
}

/** The place of the largest; of equal ones the first. */
export function placeOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0)
}
