import type { PairJudgement } from './judge-pair.ts'

/** Scores of exactly 0 or 1 would be endless on the scale of odds. */
const EDGE = 1e-6

/**
 * A comparison of two answers by a model that scores each alone, as reward models are trained to be read:
 *
 *     pFirst = σ(logit s₁ − logit s₂)        logit s = ln(s / (1 − s))
 *
 * s₁, s₂ = `first` and `second`, 0 to 1. There is no order that could sway it, so nothing is judged twice.
 * Source: Bradley-Terry reward models, for example https://arxiv.org/abs/2203.02155, Eq. (1).
 * Differs from it: scores come through a sigmoid here, which is taken back first.
 *
 * Example: 0.8 against 0.5: odds of 4 against odds of 1, so pFirst = 0.8.
 */
export function compareScores(first: number, second: number): PairJudgement {
  const pFirst = 1 / (1 + Math.exp(logit(second) - logit(first)))
  const vote = pFirst === 0.5 ? null : pFirst > 0.5 ? 'first' : 'second'
  return {
    pFirst,
    isConsistent: null,
    firstPlaceBias: null,
    agreement: vote === null ? 0 : 1,
    abstained: vote === null ? 1 : 0,
    judgements: [
      {
        swapped: false,
        vote,
        why: null,
        thought: '',
        text: `Scores: ${first.toFixed(3)} against ${second.toFixed(3)}.`,
        attempts: 1,
        tokens: { read: 0, reused: 0, written: 0 },
      },
    ],
  }
}

function logit(score: number): number {
  const kept = Math.min(1 - EDGE, Math.max(EDGE, score))
  return Math.log(kept / (1 - kept))
}
