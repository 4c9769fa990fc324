/** Private-use characters around each match, as the contract's `Found` says. */
export const MATCH_BEGINS = '\uE000'
export const MATCH_ENDS = '\uE001'

/** Code points shown before and after the first match. */
const BEFORE = 40
const AFTER = 80

/** Text around the first of `words` found in `text`, on one line, with every match marked. */
export function snippetOf(text: string, words: readonly string[]): string {
  const anyWord = words.map(escaped).join('|')
  const around = new RegExp(`(?<before>.{0,${BEFORE}}?)(?:${anyWord}).{0,${AFTER}}`, 'isu').exec(text)
  const piece = around?.[0] ?? ''
  const start = around?.index ?? 0
  const marked = piece
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(new RegExp(anyWord, 'giu'), (match) => `${MATCH_BEGINS}${match}${MATCH_ENDS}`)
  const end = start + piece.length
  return `${start > 0 ? '…' : ''}${marked}${end < text.length ? '…' : ''}`
}

/** As a pattern that matches just this text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
