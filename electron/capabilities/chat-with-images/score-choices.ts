/** What may come next behind the prompt and a beginning of the answer, by text. */
export type NextAfter = (begun: string) => Promise<ReadonlyMap<string, number>>
/** A choice in tokens as the model would write it, or null where it cannot begin an answer. */
export type TokensOf = (choice: string) => Promise<readonly string[] | null>

/**
 * P of every token of every choice, given the prompt and the tokens before it. Choices that begin alike are looked into
 * once where they do. `scored` is told how many choices are done.
 *
 * Example: of "Yes" and "Yes, both" the first token is asked for once, behind nothing, and ", both" behind "Yes".
 */
export async function scoreChoices(
  choices: readonly string[],
  tokensOf: TokensOf,
  nextAfter: NextAfter,
  scored: (done: number) => void = () => undefined,
): Promise<number[][]> {
  const known = new Map<string, ReadonlyMap<string, number>>()
  const all: number[][] = []
  for (const choice of choices) {
    const tokens = (await tokensOf(choice)) ?? [choice]
    const probabilities: number[] = []
    let begun = ''
    for (const token of tokens) {
      const next = known.get(begun) ?? (await nextAfter(begun))
      known.set(begun, next)
      probabilities.push(next.get(token) ?? 0)
      begun += token
    }
    all.push(probabilities)
    scored(all.length)
  }
  return all
}
