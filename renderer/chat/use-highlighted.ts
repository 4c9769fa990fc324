import { createCodePlugin, type HighlightOptions } from '@streamdown/code'
import { useEffect, useState } from 'react'

/** A piece of one line with its colour in both themes. */
export type CodePiece = { readonly content: string; readonly color: string | null }
export type CodeLine = readonly CodePiece[]

type Highlighted = {
  readonly code: string
  readonly rows: readonly object[]
  readonly lines: readonly CodeLine[]
}

const THEMES: HighlightOptions['themes'] = ['github-light-high-contrast', 'github-dark-high-contrast']
const highlighter = createCodePlugin({ themes: THEMES })

/** Colours for longer code come too late to be of use and cost a long task. */
const LONGEST_COLOURED = 60_000

/**
 * The coloured lines of `code`, or null while there are none. While code streams in, the lines may be those of a
 * moment ago: `rest` is the text that came since.
 */
export function useHighlighted(
  code: string,
  language: string,
  isIncomplete: boolean,
): { readonly lines: readonly CodeLine[]; readonly rest: string } | null {
  const [shown, setShown] = useState<Highlighted | null>(null)
  // What is asked of the highlighter is checked by `supportsLanguage`, whose argument has the same narrow type.
  const known = language as HighlightOptions['language']
  const coloured = code.length <= LONGEST_COLOURED && highlighter.supportsLanguage(known)

  useEffect(() => {
    if (!coloured) return undefined
    let wanted = true
    const show = (result: { readonly tokens: readonly (readonly Token[])[] }): void => {
      if (wanted) setShown((before) => highlightedOf(code, result.tokens, before))
    }
    const ready = highlighter.highlight({ code, language: known, themes: THEMES, isIncomplete }, show)
    if (ready) show(ready)
    return () => {
      wanted = false
    }
  }, [code, known, coloured, isIncomplete])

  if (!coloured || shown === null || !code.startsWith(shown.code)) return null
  return { lines: shown.lines, rest: code.slice(shown.code.length) }
}

type Token = {
  readonly content: string
  readonly color?: string
  readonly htmlStyle?: Readonly<Record<string, string>>
}

/** Lines that did not change stay the same objects, so React leaves them alone. */
function highlightedOf(
  code: string,
  rows: readonly (readonly Token[])[],
  before: Highlighted | null,
): Highlighted {
  const lines = rows.map((row, index) => {
    const same = before?.rows[index] === row ? before.lines[index] : undefined
    return same ?? row.map((token) => ({ content: token.content, color: colorOf(token) }))
  })
  return { code, rows, lines }
}

function colorOf({ htmlStyle, color }: Token): string | null {
  const light = htmlStyle?.['color'] ?? color
  const dark = htmlStyle?.['--shiki-dark']
  if (light === undefined) return null
  return dark === undefined ? light : `light-dark(${light}, ${dark})`
}
