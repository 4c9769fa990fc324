import type { Comparison } from './grades.ts'
import type { Tournament } from './tournaments.ts'

/** Nearer to ½ than this a comparison says nothing that anybody should act on. */
const MARGIN = 0.05

/**
 * Whether the winner may owe it to its place: the two orders do not agree, or one of them gave no verdict. A judge that
 * scores each answer alone gives one judgement of a pair and has no order to be swayed by.
 */
export function isDoubtful({ isConsistent, judgements }: Comparison): boolean {
  return isConsistent !== true && judgements.length !== 1
}

/** Whether a comparison was for neither of the two. `pFirst`: 0 to 1, how much it was for the first. */
export function isUndecided(pFirst: number): boolean {
  return Math.abs(pFirst - 0.5) < MARGIN
}

/** Whether none of several comparisons was for anybody; null: both said the same, and nothing was compared. */
export function isAllEven(
  matches: readonly { readonly pFirst: number; readonly comparison: Comparison | null }[],
): boolean {
  return matches.every(({ comparison, pFirst }) => comparison === null || isUndecided(pFirst))
}

/** The answer that was found better than the others; null where none was, so far. */
export function winnerOf({ best, candidates, matches }: Tournament): string | null {
  if (best === null || isAllEven(matches)) return null
  return candidates[best]?.answerId ?? null
}
