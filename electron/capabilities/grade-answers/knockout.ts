/** One match: how likely the first is the better one, 0 to 1. */
export type Play = (first: number, second: number) => Promise<number>

export type Match = {
  readonly round: number
  readonly first: number
  readonly second: number
  /** 0 to 1: how much the judge is for the first. */
  readonly pFirst: number
  readonly winner: number
}

/**
 * The best of `count` answers by single elimination: winners go on, whoever is left over in a round goes on unplayed, at most
 * once before everyone else has.
 *
 *     matches = n − 1        rounds = ⌈log₂ n⌉
 *
 * n = `count`; answers are named 0 to n − 1. The first of a pair wins where the judge is for neither (½).
 * Paper: RRM, https://arxiv.org/abs/2505.14674, "knockout tournament". Differs from the paper: a match is whatever `play`
 * makes of it, for example judged in both orders and voted on. The earlier matches of a broken tournament may be given: they
 * are not played again.
 *
 * Example: of 5, the matches are 0-1 and 2-3 (4 goes on), then 4 against the first winner, then the final: 4 matches.
 */
export async function knockout(
  count: number,
  play: Play,
  tell: (match: Match) => void = () => {},
  played: readonly Match[] = [],
): Promise<number> {
  let standing = Array.from({ length: count }, (_, index) => index)
  for (let round = 1; standing.length > 1; round += 1) {
    const winners: number[] = []
    for (const [first, second] of pairsOf(standing)) {
      const before = played.find((match) => match.first === first && match.second === second)
      const match = before ?? matchOf(round, first, second, await play(first, second))
      if (before === undefined) tell(match)
      winners.push(match.winner)
    }
    const rest = standing.length % 2 === 1 ? standing.slice(-1) : []
    // In front, so that it plays next round.
    standing = [...rest, ...winners]
  }
  const [best] = standing
  if (best === undefined) throw new RangeError('A knockout needs at least one answer.')
  return best
}

function matchOf(round: number, first: number, second: number, pFirst: number): Match {
  return { round, first, second, pFirst, winner: pFirst >= 0.5 ? first : second }
}

function pairsOf(standing: readonly number[]): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = []
  for (let at = 0; at + 1 < standing.length; at += 2) {
    const [first, second] = standing.slice(at, at + 2)
    if (first !== undefined && second !== undefined) pairs.push([first, second])
  }
  return pairs
}
