import { proportionInterval } from './proportion-interval.ts'
import type { Interval } from './mean-interval.ts'

/** The two ways to answer that Hybrid Accuracy compares. */
export type Way = 'think' | 'quick'

export type SampledAnswer = {
  /** How good the answer was; any scale, here mostly 1 right and 0 wrong. */
  readonly reward: number
  /** Tokens of thought and answer. */
  readonly tokens: number
}

/** Answers to one question, sampled in both ways. */
export type Sampled = Readonly<Record<Way, readonly SampledAnswer[]>>

/**
 * The way a question is better answered: the one with the higher mean reward, or, where the two differ by no more than
 * the margin ε, the one with fewer tokens on average (on equal length quick).
 *
 * Paper: LHRM, https://arxiv.org/abs/2505.14631, the mode "preferred" in equation 13.
 *
 * Example: rewards think [1, 1] and quick [1, 0] differ by ½, more than ε = 0.1: think. Think [1, 1] of 30 tokens and
 * quick [1, 1] of 8: quick.
 */
export function betterWay(sampled: Sampled, margin: number): Way {
  const difference = mean(sampled.think, 'reward') - mean(sampled.quick, 'reward')
  if (Math.abs(difference) > margin) return difference > 0 ? 'think' : 'quick'
  return mean(sampled.think, 'tokens') < mean(sampled.quick, 'tokens') ? 'think' : 'quick'
}

/**
 * Hybrid Accuracy: how often the way taken is the better one.
 *
 *     H_acc = (1/K) Σ 1[ better way of question k = way taken for question k ]
 *
 * Paper: LHRM, equation 13. Range 0 to 1, with its 95 % interval. Lists are of equal length, one entry a question.
 *
 * Example: better [think, quick, quick], taken [think, quick, think]: 2/3.
 */
export function hybridAccuracy(better: readonly Way[], taken: readonly Way[]): Interval {
  return proportionInterval(better.filter((way, at) => way === taken[at]).length, better.length)
}

function mean(answers: readonly SampledAnswer[], key: keyof SampledAnswer): number {
  if (answers.length === 0) return 0
  return answers.reduce((sum, answer) => sum + answer[key], 0) / answers.length
}
