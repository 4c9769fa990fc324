/** Why a judge's words are no verdict. `truncated`: it was cut off before it came to one. */
export type NoVerdict = 'absent' | 'malformed' | 'double' | 'truncated'

export type Verdict =
  { readonly kind: 'verdict'; readonly better: 1 | 2 } | { readonly kind: 'none'; readonly why: NoVerdict }

const BOXED = /\\boxed\s*\{((?:[^{}]|\{[^{}]*\})*)\}/gu
const BEGUN = /\\boxed\s*\{/u
const ASSISTANT = /^\s*assistant\s*([12])\s*\.?\s*$/iu
/** How a judge that writes LaTeX or Markdown sets the words in a box. */
const SETTING = /\\(?:text|mathrm|mathbf)(?:bf|it|rm)?(?![a-z])|[{}*$]/gu

/**
 * The one verdict in a judge's answer: `\boxed{Assistant 1}` or `\boxed{Assistant 2}`, exactly once. Boxes with anything else
 * in them, such as a number the judge worked out, count only where there is no verdict: then they are a malformed one.
 * The thought is not looked at: a judge may change its mind in it.
 *
 * Paper: RRM, https://arxiv.org/abs/2505.14674; there are no ties.
 * Differs from the paper: what cannot be read is told apart, so that it can be asked again and then counted as abstained.
 *
 * Example: "The first is right. \boxed{Assistant 1}" is a verdict for 1; with a second box in it, it is none: double.
 */
export function readVerdict(text: string, wasCut: boolean): Verdict {
  const boxes = [...text.matchAll(BOXED)].map(([, inside = '']) => assistantIn(inside))
  const isBegun = BEGUN.test(text.replaceAll(BOXED, ''))
  const verdicts = boxes.filter((box) => box !== null)
  if (verdicts.length > 1) return { kind: 'none', why: 'double' }
  if (wasCut && (verdicts.length === 0 || isBegun)) return { kind: 'none', why: 'truncated' }
  if (verdicts.length === 1) return { kind: 'verdict', better: verdicts[0] === '1' ? 1 : 2 }
  return { kind: 'none', why: boxes.length > 0 || isBegun ? 'malformed' : 'absent' }
}

function assistantIn(box: string): string | null {
  return ASSISTANT.exec(box.replaceAll(SETTING, '').replaceAll(/~|\\ /gu, ' '))?.[1] ?? null
}
