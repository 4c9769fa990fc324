import { ends } from './question-traits.ts'
import type { Signal } from './signals.ts'

/** Enough for words to hardly ever meet; only boxes that some question filled are kept. */
const BOXES = 65_536
/** So that no one can know which words meet without reading this line. */
const SEED = 0x506f6e64
/** A long text's words count less each, so that they do not drown everything else. */
const FULL_WORDS = 12

/**
 * The words of a question as signals, so that the router can learn of words that nobody thought of. Each word, number
 * and run of other signs falls into one of `BOXES` boxes by a seeded hash; its weight is the box's. Numbers are known by
 * their length alone: 347 and 585 are the same word, 7 is another. Runs of space count where they are more than one.
 *
 * Example: "What is 347 + 585?" holds what, is, 000 (twice), + and ?.
 */
export function wordSignals(text: string): Signal[] {
  const words = [...new Set(wordsOf(text))]
  const value = Math.min(1, Math.sqrt(FULL_WORDS / Math.max(1, words.length)))
  return words.map((word) => ({ name: `word:${boxOf(word)}`, value, says: `“${shown(word)}”` }))
}

export function wordsOf(text: string): string[] {
  const found = ends(text)
    .toLowerCase()
    .match(/\d+|[\p{L}\p{M}]+|[^\d\p{L}\p{M}\s]+|\s{2,}|[^\S ]/gu)
  return (found ?? []).flatMap((word) => {
    if (/^\d/.test(word)) return [word.replaceAll(/\d/g, '0')]
    // What stands beside a line break or a tab does not change it.
    if (/^\s/.test(word)) return [word.trim() === '' && /[^ ]/.test(word) ? word.replaceAll(' ', '') : word]
    if (/^[\p{L}\p{M}]/u.test(word)) return [word]
    // A run of signs may have met another sign: each of them counts too.
    const signs = Array.from(word)
    return signs.length === 1 ? [word] : [word, ...signs]
  })
}

/** FNV-1a over UTF-16 units, from a seed. */
function boxOf(word: string): number {
  let hash = (0x811c9dc5 ^ SEED) >>> 0
  for (let at = 0; at < word.length; at += 1) {
    hash ^= word.charCodeAt(at)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % BOXES
}

function shown(word: string): string {
  if (/^\s+$/.test(word)) return word.includes('\n') ? 'line breaks' : 'wide spaces'
  if (/^0+$/.test(word)) return word.length === 1 ? 'a digit' : `a number of ${word.length} digits`
  return word.length > 20 ? `${word.slice(0, 19)}…` : word
}
