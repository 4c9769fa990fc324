import { bradleyTerry } from '../../capabilities/grade-answers/index.ts'
import type { Tournament, TournamentMatch } from '../../contract/tournaments.ts'

/** Who is best so far, and the ratings of everyone in a round robin. */
export function standing({ kind, count }: Tournament, matches: readonly TournamentMatch[]) {
  if (kind === 'round-robin') {
    const ratings = bradleyTerry(count, matches)
    const best = ratings.reduce(
      (at, { rating }, index) => (rating > (ratings[at]?.rating ?? 0) ? index : at),
      0,
    )
    return { ratings, best }
  }
  // Of those who have not lost, whoever has won most.
  const lost = new Set(matches.map(({ first, second, winner }) => (winner === first ? second : first)))
  const wins = (candidate: number) => matches.filter(({ winner }) => winner === candidate).length
  const unbeaten = Array.from({ length: count }, (_, index) => index).filter((index) => !lost.has(index))
  return {
    ratings: null,
    best: unbeaten.reduce((at, index) => (wins(index) > wins(at) ? index : at), unbeaten[0] ?? 0),
  }
}
