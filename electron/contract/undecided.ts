/** Nearer to ½ than this a comparison says nothing that anybody should act on. */
const MARGIN = 0.05

/** Whether a comparison was for neither of the two. `pFirst`: 0 to 1, how much it was for the first. */
export function isUndecided(pFirst: number): boolean {
  return Math.abs(pFirst - 0.5) < MARGIN
}
