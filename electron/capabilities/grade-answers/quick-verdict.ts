import type { Judgement } from './judge-pair.ts'

/** A verdict without a thought counts from so likely on: it is then wrong once in ten, if the judge knows itself. */
const SURE = 0.9

/**
 * Whether quick judgements of a pair may stand, or the judge has to think about it: the same winner in both orders, and
 * every verdict sure of itself.
 *
 *     quick if voteᵢ is the same for all i, and P(verdictᵢ) ≥ τ; else think
 *
 * i = both orders, or the one that was asked first, τ = `SURE`. What is not known, an abstention or a probability that no
 * engine tells, is not sure, and nothing is settled where nothing was judged.
 *
 * Paper: RRM, https://arxiv.org/abs/2505.14674, which spends more computation where a judgement is hard.
 * Differs from the paper: there the model thinks longer by itself; here it is asked a second time, with a thought.
 *
 * Example: for the first with 0.95 as given and with 0.92 swapped: quick. With 0.95 and 0.6, or for one and the other: think.
 */
export function isSettledQuickly(judgements: readonly Pick<Judgement, 'vote' | 'chance'>[]): boolean {
  const [first] = judgements
  if (first === undefined) return false
  return judgements.every(({ vote, chance }) => vote !== null && vote === first.vote && (chance ?? 0) >= SURE)
}
