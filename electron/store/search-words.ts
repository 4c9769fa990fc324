/** How one search is put to SQLite. `scan`: words its index cannot see, looked for in every text. */
export type SearchWords =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'index'; readonly match: string }
  | { readonly kind: 'scan'; readonly words: readonly string[] }

/** More than a person types; keeps any input cheap. */
const LONGEST_SEARCH = 1000
const MOST_WORDS = 32

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Scripts written without spaces: the index holds whole runs of them, so a word inside a run is not found there. */
const WRITTEN_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * Reads what the person typed. Every word must be found, the last one as a beginning: `"knows" "when" "th"*`. Each
 * stands in quotes, so nothing in it is an operator.
 */
export function searchWords(text: string): SearchWords {
  const words = text
    .slice(0, LONGEST_SEARCH)
    .toWellFormed()
    .replaceAll('\0', ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
  if (words.length === 0) return { kind: 'nothing' }

  const indexed = words.filter((word) => LETTER_OR_DIGIT.test(word))
  if (indexed.length === 0 || words.some((word) => WRITTEN_WITHOUT_SPACES.test(word))) {
    return { kind: 'scan', words }
  }
  return { kind: 'index', match: `${indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')}*` }
}
