import type { Tournament, TournamentMatch } from '../../../electron/contract/tournaments.ts'
import { isAllEven, isDoubtful, isUndecided, winnerOf } from '../../../electron/contract/undecided.ts'

/** How far a tournament is, in one line. */
export function tournamentWords(tournament: Tournament): string {
  const { state, count, candidates, matches, matchCount, best, problem } = tournament
  const soFar = best === null || isAllEven(matches) ? '' : ` Best so far: answer ${best + 1}.`
  switch (state) {
    case 'sampling':
      return `Writing answer ${Math.min(count, candidates.length + 1)} of ${count}`
    case 'judging':
      return `Judging pair ${Math.min(matchCount, matches.length + 1)} of ${matchCount}.${soFar}`
    case 'done':
      if (tournament.kind === 'compare') return comparedWords(matches[0])
      if (matches.length > 0 && isAllEven(matches)) return allEvenWords(tournament)
      return `Answer ${(best ?? 0) + 1} is the best of ${count}${finalWords(tournament)}.`
    case 'stopped':
      return `Stopped after ${matches.length} of ${matchCount} pairs.${soFar}`
    case 'failed':
      return `${problem?.message ?? 'It could not go on.'}${soFar}`
  }
  return state satisfies never
}

/** In the line under an answer, while one of its question runs; null when it does not. */
export function runningWords({
  kind,
  state,
  count,
  candidates,
  matches,
  matchCount,
}: Tournament): string | null {
  if (state !== 'sampling' && state !== 'judging') return null
  if (kind === 'compare') return 'Comparing…'
  // The first candidate was there.
  return `Best of ${count}: ${candidates.length - 1 + matches.length}/${count - 1 + matchCount}`
}

/** In the line under another version, once one has ended: where the best of them is. Null where that is not known. */
export function winnerWords(tournament: Tournament, siblingIds: readonly string[]): string | null {
  const { kind, state, count } = tournament
  const version = siblingIds.indexOf(winnerOf(tournament) ?? '') + 1
  if (kind === 'compare' || version === 0) return null
  if (state === 'done') return `Best of ${count}: version ${version}`
  return state === 'stopped' ? `Best so far: version ${version}` : null
}

/** Of a knockout whose last pair was judged and undecided: one of the two is the best by its place alone. */
function finalWords({ kind, matches, best }: Tournament): string {
  const final = matches.at(-1)
  if (kind !== 'knockout' || final === undefined || final.comparison === null) return ''
  const other = final.first === best ? final.second : final.first
  return isUndecided(final.pFirst) ? `, undecided against answer ${other + 1}` : ''
}

function allEvenWords({ matches, count }: Tournament): string {
  return matches.every(({ comparison }) => comparison === null)
    ? `All ${count} say the same.`
    : `Undecided: none of the ${count} is better than the others.`
}

function comparedWords(match: TournamentMatch | undefined): string {
  if (match === undefined) return 'Nothing was compared.'
  if (match.comparison === null) return 'Both say the same.'
  if (isUndecided(match.pFirst))
    return match.comparison.isConsistent === false
      ? 'Undecided: the judge changed sides when the order was swapped.'
      : 'Undecided.'
  return `Answer ${match.winner + 1} is better.`
}

/** Only in a knockout does one of an even pair go on. */
export function matchWords(
  { first, second, winner, pFirst, comparison }: TournamentMatch,
  kind: Tournament['kind'],
): string {
  const pair = `${first + 1} – ${second + 1}: `
  const goesOn = kind === 'knockout' ? `, ${winner + 1} goes on` : ''
  if (comparison === null) return `${pair}the same words${goesOn}`
  if (isUndecided(pFirst)) return `${pair}undecided${goesOn}`
  return `${pair}${winner + 1} is better${isDoubtful(comparison) ? ', with doubts' : ''}`
}

/** "about 12 s left"; empty where that is not known. */
export function timeLeftWords(ms: number | null): string {
  if (ms === null || ms < 500) return ''
  const seconds = Math.round(ms / 1000)
  return seconds < 90 ? `about ${Math.max(1, seconds)} s left` : `about ${Math.round(seconds / 60)} min left`
}

/** Matches by their round, in order. */
export function roundsOf(matches: readonly TournamentMatch[]): readonly (readonly TournamentMatch[])[] {
  const rounds = new Map<number, TournamentMatch[]>()
  for (const match of matches) rounds.set(match.round, [...(rounds.get(match.round) ?? []), match])
  return [...rounds.values()]
}
