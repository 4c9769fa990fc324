/**
 * How often the majority of k votes is right when each is right with probability p, on its own.
 *
 *     P = Σ_{i > k/2} C(k, i) pⁱ (1 − p)^(k − i)        k odd
 *
 * k = `votes`, p = `pRight`. Paper: RRM, https://arxiv.org/abs/2505.14674, voting@k; the formula is Condorcet's.
 *
 * Example: three votes that are each right in 7 of 10 cases: 3 · 0.49 · 0.3 + 0.343 = 0.784.
 */
export function majorityAccuracy(pRight: number, votes: number): number {
  let sum = 0
  for (let right = Math.floor(votes / 2) + 1; right <= votes; right += 1)
    sum += choose(votes, right) * pRight ** right * (1 - pRight) ** (votes - right)
  return sum
}

/** What one judgement was for; null = it abstained. */
export type Vote = 'first' | 'second' | null

/** `chance`: how sure the judge was of its vote, 0 to 1; null or left out where that is not known: then quite sure. */
export type SureVote = { readonly vote: Vote; readonly chance?: number | null | undefined }

/** The votes of both orders: in `swapped` ones the judge saw the second answer first. */
export type Votes = { readonly asGiven: readonly SureVote[]; readonly swapped: readonly SureVote[] }

export type Counted = {
  /** 0 to 1: how much the judge is for the first answer. ½ when it never came to a verdict. */
  readonly pFirst: number
  /** Whether both orders gave the same winner; null when one of them gave none. */
  readonly isConsistent: boolean | null
  /** −1 to 1: how much more often the answer that stood first was chosen than swapping explains. 0 = no bias. */
  readonly firstPlaceBias: number | null
  /** Share of the votes that were for the winner, 0 to 1. */
  readonly agreement: number
  readonly abstained: number
}

/**
 * One result from the votes of both orders. What is gained by standing first is lost in the other order:
 *
 *     pFirst = ½ (share for the first answer as given + share for it swapped)
 *     bias = share for the first answer as given − share for it swapped
 *     share = mean of `chance` of votes for the first answer, and of 1 − `chance` of the others
 *
 * A vote counts as much as the judge was sure of it: its expected value. Shares are over votes that were verdicts; where
 * one order has none, the other alone decides.
 *
 * Example: as given both votes are for the first answer, swapped one of two: pFirst = ¾, bias = ½. One vote each, for the
 * first with 0.9 and for the second with 0.7: shares 0.9 and 0.3, pFirst = 0.6.
 */
export function countVotes({ asGiven, swapped }: Votes): Counted {
  const shares = [shareForFirst(asGiven), shareForFirst(swapped)] as const
  const known = shares.filter((share) => share !== null)
  const pFirst = known.length === 0 ? 0.5 : known.reduce((sum, share) => sum + share, 0) / known.length
  const [given, other] = shares
  const isWhole = given !== null && other !== null
  const verdicts = [...asGiven, ...swapped].map(({ vote }) => vote).filter((vote) => vote !== null)
  const winner = pFirst > 0.5 ? 'first' : 'second'
  return {
    pFirst,
    isConsistent: isWhole ? given !== 0.5 && other !== 0.5 && given > 0.5 === other > 0.5 : null,
    firstPlaceBias: isWhole ? given - other : null,
    agreement:
      verdicts.length === 0 ? 0 : verdicts.filter((vote) => vote === winner).length / verdicts.length,
    abstained: asGiven.length + swapped.length - verdicts.length,
  }
}

function shareForFirst(votes: readonly SureVote[]): number | null {
  const chances = votes.flatMap(({ vote, chance }) => {
    if (vote === null) return []
    return vote === 'first' ? (chance ?? 1) : 1 - (chance ?? 1)
  })
  return chances.length === 0 ? null : chances.reduce((sum, chance) => sum + chance, 0) / chances.length
}

function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i
  return result
}
