export type ComparedWord = { readonly text: string; readonly isAlike: boolean }

/**
 * The words of one reading, with which of them another reading has too in the same order (the longest common
 * subsequence); case and marks do not count.
 *
 * Example: "The ferry, at nine." against "the FERRY leaves at seven" has "The", "ferry," and "at" alike.
 */
export function compareWords(reading: string, other: string): readonly ComparedWord[] {
  const [words, others] = [wordsOf(reading), wordsOf(other)]
  // lengths[i][j]: of the longest common part of the words from i and the others from j on.
  const lengths = Array.from({ length: words.length + 1 }, () => new Uint16Array(others.length + 1))
  const length = (at: number, beside: number): number => lengths[at]?.[beside] ?? 0
  const isSame = (at: number, beside: number): boolean => bare(words[at]) === bare(others[beside])
  for (let at = words.length - 1; at >= 0; at -= 1) {
    for (let beside = others.length - 1; beside >= 0; beside -= 1) {
      const row = lengths[at]
      if (row === undefined) continue
      row[beside] = isSame(at, beside)
        ? length(at + 1, beside + 1) + 1
        : Math.max(length(at + 1, beside), length(at, beside + 1))
    }
  }
  let beside = 0
  return words.map((text, at) => {
    while (beside < others.length && !isSame(at, beside) && length(at, beside + 1) > length(at + 1, beside))
      beside += 1
    const isAlike = beside < others.length && isSame(at, beside)
    if (isAlike) beside += 1
    return { text, isAlike }
  })
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => bare(word) !== '')
}

function bare(word: string | undefined): string {
  return (word ?? '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
