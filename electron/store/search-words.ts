/**
 * How one search is put to SQLite. `index`: a query of its full-text index. `scan`: LIKE patterns for every text, for
 * words the index cannot see. `marks`: a regular expression (flags i and u) of what to mark in a snippet.
 */
export type SearchWords =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'index'; readonly match: string; readonly marks: string }
  | { readonly kind: 'scan'; readonly patterns: readonly string[]; readonly marks: string }

/** More than a person types; keeps any input cheap. */
const LONGEST_SEARCH = 1000
const MOST_WORDS = 32

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Scripts written without spaces: the index holds whole runs of them, so a word inside a run is not found there. */
const WRITTEN_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Reads what the person typed: every word must be found, in any order, the last one as a beginning. */
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
  const asScan = indexed.length === 0 || words.some((word) => WRITTEN_WITHOUT_SPACES.test(word))
  return asScan ? scanFor(words) : indexFor(indexed)
}

/** `"knows" "when" "th"*`. In quotes nothing is an operator. */
function indexFor(words: readonly string[]): SearchWords {
  // The beginning of one letter alone stands in every text and would take seconds.
  const lastIsBeginning = lettersOf(words.at(-1) ?? '').join('').length > 1
  const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')
  const marks = words.map((word, index) => {
    const spelled = lettersOf(word).join('[^\\p{L}\\p{N}]+')
    const rest = lastIsBeginning && index === words.length - 1 ? '[\\p{L}\\p{N}]*' : ''
    return `(?<![\\p{L}\\p{N}])${spelled}${rest}(?![\\p{L}\\p{N}])`
  })
  return { kind: 'index', match: lastIsBeginning ? `${quoted}*` : quoted, marks: marks.join('|') }
}

function scanFor(words: readonly string[]): SearchWords {
  return {
    kind: 'scan',
    patterns: words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`),
    marks: words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'),
  }
}

/** The runs of letters and digits in a word: "don't" is "don" and "t". */
function lettersOf(word: string): string[] {
  return word.match(/[\p{L}\p{N}]+/gu) ?? []
}
