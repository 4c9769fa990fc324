import type { Match, Play } from './knockout.ts'

/**
 * Everyone against everyone, once: n(n − 1)/2 matches, in rounds in which everyone plays at most once (the circle method).
 * Matches of a broken tournament may be given in `played`: they are not played again.
 *
 * Example: of 4, the rounds are 0-3 1-2, then 0-2 3-1, then 0-1 2-3.
 */
export async function roundRobin(
  count: number,
  play: Play,
  tell: (match: Match) => void = () => {},
  played: readonly Match[] = [],
): Promise<Match[]> {
  const matches: Match[] = []
  for (const { round, first, second } of schedule(count)) {
    const before = played.find((match) => match.first === first && match.second === second)
    const pFirst = before?.pFirst ?? (await play(first, second))
    const match = { round, first, second, pFirst, winner: pFirst >= 0.5 ? first : second }
    matches.push(match)
    if (before === undefined) tell(match)
  }
  return matches
}

export type Pairing = { readonly round: number; readonly first: number; readonly second: number }

export function schedule(count: number): Pairing[] {
  const places = count + (count % 2)
  let others = Array.from({ length: places - 1 }, (_, index) => index + 1)
  const pairings: Pairing[] = []
  for (let round = 1; round < places; round += 1) {
    const circle = [0, ...others]
    for (let at = 0; at < places / 2; at += 1) {
      const first = circle[at] ?? 0
      const second = circle[places - 1 - at] ?? 0
      // Of an odd number, whoever meets the empty place rests.
      if (first < count && second < count) pairings.push({ round, first, second })
    }
    others = [...others.slice(-1), ...others.slice(0, -1)]
  }
  return pairings
}
