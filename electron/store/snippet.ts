/** Private-use characters around each match, as the contract's `Found` says. */
const MATCH_BEGINS = '\uE000'
const MATCH_ENDS = '\uE001'

/** UTF-16 units shown before and after the beginning of the first match. */
const BEFORE = 40
const AFTER = 100

/** Text around the first match, on one line, with every match marked. Accents do not matter. */
export function snippetOf(text: string, marks: string): string {
  const composed = text.normalize('NFC')
  const plain = withoutAccents(composed)
  const pattern = new RegExp(withoutAccents(marks.normalize('NFC')), 'giu')
  const found = pattern.exec(plain)?.index ?? 0
  const start = wholeCharacter(composed, Math.max(0, found - BEFORE))
  const end = wholeCharacter(composed, Math.min(composed.length, found + AFTER))

  let marked = ''
  let done = start
  pattern.lastIndex = start
  for (let match = pattern.exec(plain); match && match.index < end; match = pattern.exec(plain)) {
    const matchEnd = Math.min(end, match.index + match[0].length)
    marked += composed.slice(done, match.index)
    marked += MATCH_BEGINS + composed.slice(match.index, matchEnd) + MATCH_ENDS
    done = matchEnd
  }
  marked += composed.slice(done, end)
  return `${start > 0 ? '…' : ''}${marked.replaceAll(/\s+/gu, ' ')}${end < composed.length ? '…' : ''}`
}

/** Every letter without its accent, each as long as before, so that places in both texts agree. */
function withoutAccents(composed: string): string {
  return composed.replaceAll(/[^\0-\x7f]/gu, (letter) => {
    const base = letter.normalize('NFD').replaceAll(/\p{M}/gu, '')
    return base.length === letter.length ? base : letter
  })
}

/** Moves back by one where a character of two units would be cut. */
function wholeCharacter(text: string, place: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(place)) ? place - 1 : place
}
