import { leaderboard, type Met, type PairVote } from '../../capabilities/grade-answers/index.ts'
import type { ArenaVote, Leaderboard, NamedContender } from '../../contract/arena.ts'
import { isUndecided } from '../../contract/undecided.ts'
import type { KeptRound } from '../../store/arena.ts'

const HUMAN: Readonly<Record<ArenaVote, PairVote>> = {
  left: 'first',
  right: 'second',
  tie: 'tie',
  'both-bad': 'both-bad',
}

/**
 * The leaderboard of all rounds, the best by the person's votes first. A round that the person has not voted on counts for
 * nothing yet, lest the judge's vote on it be seen.
 */
export function boardOf(rounds: readonly KeptRound[]): Leaderboard {
  const voted = rounds.filter(({ vote }) => vote !== null)
  const byKey = new Map<string, NamedContender>()
  for (const { left, right } of voted)
    for (const { contender } of [left, right]) byKey.set(keyOf(contender), contender)
  const keys = [...byKey.keys()]
  const met = voted.map(({ left, right, vote, judge }): Met => ({
    first: keys.indexOf(keyOf(left.contender)),
    second: keys.indexOf(keyOf(right.contender)),
    human: vote === null ? null : HUMAN[vote],
    // Where both said the same it judged nothing: that is no vote, and would make the two agree.
    judge:
      judge === null || judge.comparison.judgements.length === 0 ? null : voteOf(judge.comparison.pFirst),
  }))
  const { standings, agreement } = leaderboard(keys.length, met)
  const contenders = [...byKey.values()].flatMap((contender, at) => {
    const standing = standings[at]
    return standing === undefined ? [] : [{ contender, ...standing }]
  })
  const strength = ({ human, judge }: (typeof contenders)[number]) =>
    (human?.rating ?? 0) * 10_000 + (judge?.rating ?? 0)
  return {
    contenders: contenders.toSorted((a, b) => strength(b) - strength(a)),
    agreement,
    votes: voted.length,
  }
}

/** The same model asked in the same way, whatever its file is called today. */
export function keyOf({ modelId, mode, temperature, systemPrompt }: NamedContender): string {
  return JSON.stringify([modelId, mode, temperature, systemPrompt])
}

function voteOf(pFirst: number): PairVote {
  if (isUndecided(pFirst)) return 'tie'
  return pFirst > 0.5 ? 'first' : 'second'
}
