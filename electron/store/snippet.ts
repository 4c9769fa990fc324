/** Private-use characters around each match, as the contract's `Found` says. */
export const MATCH_BEGINS = '\uE000'
export const MATCH_ENDS = '\uE001'

/** Text around the first of `words` found in `text`, on one line, with every match marked. */
export function snippetOf(text: string, words: readonly string[]): string {
  const anyWord = words.map(escaped).join('|')
  const match = new RegExp(anyWord, 'iu').exec(text)
  const found = match?.index ?? 0
  // With the u flag a dot is a whole code point: no character is cut in half.
  const before = /.{0,40}$/su.exec(text.slice(Math.max(0, found - 100), found))?.[0] ?? ''
  const after = /^.{0,100}/su.exec(text.slice(found, found + 300))?.[0] ?? ''
  const marked = (before + after)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(new RegExp(anyWord, 'giu'), (word) => `${MATCH_BEGINS}${word}${MATCH_ENDS}`)
  const cutBefore = before.length < found ? '…' : ''
  const cutAfter = found + after.length < text.length ? '…' : ''
  return `${cutBefore}${marked}${cutAfter}`
}

/** As a pattern that matches just this text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
