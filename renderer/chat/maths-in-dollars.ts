/**
 * Writes every formula of a markdown text between two dollars, the one way that is never money.
 *
 * Models write formulas in four ways: `\(x\)`, `\[x\]`, `$x$` and `$$x$$`. Markdown takes the backslashes of the first two
 * for escapes and drops them, and a single dollar is a price as often. `$x$` is a formula where the first dollar touches
 * what follows it and no letter before it, and the second touches what precedes it and no digit after it: Pandoc's rule.
 * Code and escaped signs stay as they are.
 *
 * Example: 'It costs $5 to $10, so \(x\) is $y$.' becomes 'It costs $5 to $10, so $$x$$ is $$y$$.'
 */
export function mathsInDollars(text: string): string {
  if (!/[$\\]/u.test(text)) return text
  return text.replace(PIECES, (piece, ...found: unknown[]) => {
    // As `replace` tells where the pattern has names: the last of what it gives.
    const { before, alone, square, round, single } = found.at(-1) as Groups
    const formula = (alone ?? square ?? round ?? single ?? '').trim()
    if (formula === '') return piece
    return alone === undefined ? `$$${formula}$$` : onItsOwn(formula, before ?? '')
  })
}

/** Within a paragraph, and not far: so that a text full of openings is still read in one go. */
const PARAGRAPH = String.raw`(?:(?!\n[ \t]*\n)[^]){1,4000}?`

/** What may stand before a formula or a fence that is alone on its lines: marks of quotations and items. */
const LINE = String.raw`^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*`

const PIECES = new RegExp(
  [
    // Fenced code, to its end or that of the text.
    String.raw`${LINE}(?<fence>\`{3,}(?=[^\`\n]*$)|~{3,})[^\n]*(?:\n[^]*?^[ \t>]*\k<fence>[\`~]*[ \t]*$|[^]*)`,
    // Code between words.
    String.raw`(?<!\`)(?<ticks>\`+)(?!\`)${PARAGRAPH}(?<!\`)\k<ticks>(?!\`)`,
    // Signs that stand for themselves.
    String.raw`\\[\\$\`]`,
    // What is between two dollars already.
    String.raw`\$\$[^]*?\$\$|\$\$+`,
    // Addresses, in which a dollar is a letter.
    String.raw`\bhttps?://[^\s<>)\]]*`,
    String.raw`(?<before>${LINE})\\\[(?<alone>${PARAGRAPH})\\\][ \t]*$`,
    String.raw`\\\[(?<square>${PARAGRAPH})\\\]`,
    String.raw`\\\((?<round>${PARAGRAPH})\\\)`,
    // Not from one price to the next, "$5 to 10$" and "$5 (US$)", nor between names of the shell: "$HOME:$PATH".
    String.raw`(?<![\w$])\$(?![\s$]|\d[\d.,]*\s+[a-z]{2})(?<single>(?:[^$\n\\\`]|\\.)*?(?:[^$\s\\\`]|\\.))(?<!\b(?:US|AU|CA|NZ|HK))\$(?!\d|[A-Z_]{2})`,
  ].join('|'),
  'gm',
)

type Groups = Readonly<Partial<Record<'before' | 'alone' | 'square' | 'round' | 'single', string>>>

/** On lines of its own, under the item or in the quotation it belongs to. */
function onItsOwn(formula: string, before: string): string {
  const under = before.replaceAll(/[^>\s]/gu, ' ')
  return `${before}$$\n${under}${formula}\n${under}$$`
}
