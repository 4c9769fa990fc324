/**
 * Whether two answers say the same: case, spacing, quotes, emphasis and sentence marks at the end do not matter.
 *
 * Example: "**932**." and "932" are the same; "9.32" and "932" are not, nor are "5!" and "5".
 */
export function sameWords(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

/** Emphasis stands at words; between letters or numbers, or alone, the same signs are a part of them. */
const OPENING = /(?<![\p{L}\p{N})\]}*_`])[*_`]+(?=[^\s*_`])/gu
const CLOSING = /(?<=[^\s*_`])[*_`]+(?![\p{L}\p{N}([{*_`])/gu
const QUOTES = ' "\'“”'

function bare(text: string): string {
  const plain = text.normalize().toLowerCase().replaceAll(OPENING, '').replaceAll(CLOSING, '')
  const words = plain.replaceAll(/\s+/gu, ' ')
  // By hand, because a pattern would read every long row of points once from each of them.
  let start = 0
  let end = words.length
  while (start < end && QUOTES.includes(words.charAt(start))) start += 1
  while (start < end && isEnding(words, end - 1)) end -= 1
  return words.slice(start, end)
}

function isEnding(words: string, at: number): boolean {
  const sign = words.charAt(at)
  return QUOTES.includes(sign) || sign === '.' || (sign === '!' && !/\d/u.test(words.charAt(at - 1)))
}
