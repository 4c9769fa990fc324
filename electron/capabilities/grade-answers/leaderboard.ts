import { agreementOf, type Agreement } from './agreement.ts'
import { bradleyTerry, type Comparison, type Rating } from './bradley-terry.ts'

/** What somebody made of a pair: for the first, the second, neither because both are good, or because both are bad. */
export type PairVote = 'first' | 'second' | 'tie' | 'both-bad'

/** Two that met, by their place in the list of contenders, and what was made of it; null = not voted. */
export type Met = {
  readonly first: number
  readonly second: number
  readonly human: PairVote | null
  readonly judge: PairVote | null
}

export type Standing = {
  readonly human: Rating | null
  readonly judge: Rating | null
  /** By the human votes. */
  readonly wins: number
  readonly losses: number
  readonly ties: number
  readonly bothBad: number
}

export type Board = {
  readonly standings: readonly Standing[]
  /** Between human and judge, over the pairs that both voted on; null where there is none. */
  readonly agreement: Agreement | null
}

const SHARES: Readonly<Record<PairVote, number>> = { first: 1, second: 0, tie: 0.5, 'both-bad': 0.5 }

/**
 * Who stands where after blind pairs: Bradley-Terry ratings with 95 % intervals (`bradleyTerry`), once from the votes of
 * people and once from those of a judge, and how well the two agree (`agreementOf`). A tie and "both bad" are half a win
 * for each; a judge knows no "both bad", so for the agreement it is a tie.
 *
 * Source: Chatbot Arena, arXiv 2403.04132. Differs from it: votes of people and judges are never mixed, and ratings have a
 * weak prior, so that few votes give wide intervals and not endless ratings.
 *
 * Example: 0 beat 1 three times and lost once by people; the judge voted on two of those, both for 0, one of them as the
 * person did. By people 0 stands at 1082 and 1 at 918; the judge agrees in one of two.
 */
export function leaderboard(count: number, pairs: readonly Met[]): Board {
  const human = ratingsBy(count, pairs, 'human')
  const judge = ratingsBy(count, pairs, 'judge')
  const standings = Array.from({ length: count }, (_, at): Standing => {
    const own = pairs.filter(({ first, second }) => first === at || second === at)
    const count = (isIt: (vote: PairVote, isFirst: boolean) => boolean): number =>
      own.filter(({ first, human }) => human !== null && isIt(human, first === at)).length
    return {
      human: human[at] ?? null,
      judge: judge[at] ?? null,
      wins: count((vote, isFirst) => vote === (isFirst ? 'first' : 'second')),
      losses: count((vote, isFirst) => vote === (isFirst ? 'second' : 'first')),
      ties: count((vote) => vote === 'tie'),
      bothBad: count((vote) => vote === 'both-bad'),
    }
  })
  const both = pairs.flatMap(({ human, judge }) => (human === null || judge === null ? [] : [[human, judge]]))
  const choice = (vote: PairVote | undefined): PairVote | undefined => (vote === 'both-bad' ? 'tie' : vote)
  const agreement = agreementOf(
    both.map(([vote]) => choice(vote)),
    both.map(([, vote]) => choice(vote)),
  )
  return { standings, agreement: both.length === 0 ? null : agreement }
}

/** Null for whoever has no vote of this kind. */
function ratingsBy(
  count: number,
  pairs: readonly Met[],
  voter: 'human' | 'judge',
): readonly (Rating | null)[] {
  const comparisons = pairs.flatMap(({ first, second, [voter]: vote }): Comparison[] =>
    vote === null ? [] : [{ first, second, pFirst: SHARES[vote] }],
  )
  return bradleyTerry(count, comparisons).map((rating) => (rating.n === 0 ? null : rating))
}
