/**
 * A grammar (GBNF) of all texts but those that begin with one of `texts`; null where there is none to leave out. The
 * library takes `logit_bias` and does nothing with it, so this is how a token is kept from coming first.
 *
 *     root ::= any text whose beginning leaves the tree of `texts` before one of them is whole
 *
 * Example: without "\n" and "<b": [^\n<] [^\x00]* | "<" ([^b] [^\x00]*). So "a" and "<i>" may come first, "<b>" may not.
 */
export function notFirst(texts: readonly string[]): string | null {
  const beginnings = [...new Set(texts)].filter((text) => text !== '')
  return beginnings.length === 0 ? null : `root ::= ${textsOutside(beginnings)}`
}

function textsOutside(beginnings: readonly string[]): string {
  const firsts = [...new Set(beginnings.map(firstOf))]
  const outside = `[^${firsts.map(inClass).join('')}] [^\\x00]*`
  const within = firsts.flatMap((first) => {
    const rests = beginnings.filter((text) => firstOf(text) === first).map((text) => text.slice(first.length))
    return rests.includes('') ? [] : [`[${inClass(first)}] (${textsOutside(rests)})`]
  })
  return [outside, ...within].join(' | ')
}

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0)
}

/** By its number, so that no character means anything else in a grammar. */
function inClass(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
}
