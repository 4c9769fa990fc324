/** A loop must fill at least this many tokens: a late end costs seconds, a wrong one costs the answer. */
const SHORTEST_LOOP = 240
/** The same block this often in a row is a loop; lists and tables repeat a shape, but not their content. */
const REPETITIONS = 4
/** Longest block that is looked for, in tokens. */
const LONGEST_BLOCK = 512

/**
 * True when the end of a thought is one block of tokens said again and again: for some block length p ≤ 512 the last
 * max(240, 4 p) tokens are all equal to the token p places before them.
 *
 * Example: 240 tokens "wait , no" (p = 3) are a loop; 1, 2, 3 … 240 are none.
 */
export function isLooping(tokens: readonly number[]): boolean {
  const longest = Math.min(LONGEST_BLOCK, Math.floor(tokens.length / REPETITIONS))
  for (let block = 1; block <= longest; block++) {
    const span = Math.max(SHORTEST_LOOP, REPETITIONS * block)
    if (span <= tokens.length && repeatsAtEnd(tokens, block, span)) return true
  }
  return false
}

function repeatsAtEnd(tokens: readonly number[], block: number, span: number): boolean {
  for (let index = tokens.length - 1; index >= tokens.length - span + block; index--) {
    if (tokens[index] !== tokens[index - block]) return false
  }
  return true
}
