import { sameWords } from './same-words.ts'

/** Other attempts that an answer is held against; more cost more time and narrow the interval slowly. */
export const ATTEMPTS = 3

/** Any answer should beat it; it is there so that even an answer nobody disagrees with is judged once. */
export const REFUSAL = "I don't know."

/**
 * Which of the other branches an answer is held against: the newest ones that say something else than it and than each other.
 * What is missing to `ATTEMPTS` is sampled.
 */
export function chooseSiblings(answer: string, siblings: readonly string[]): string[] {
  const chosen: string[] = []
  for (const sibling of siblings.toReversed()) {
    if (sibling.trim() === '' || chosen.length === ATTEMPTS) continue
    if ([answer, ...chosen].every((other) => !sameWords(other, sibling))) chosen.push(sibling)
  }
  return chosen
}
