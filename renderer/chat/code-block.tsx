import { memo, type ReactNode } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useCopied } from '../parts/use-copied.ts'
import { useSeen } from '../parts/use-seen.ts'
import { useHighlighted, type CodeLine } from './use-highlighted.ts'

type CodeBlockProps = {
  readonly code: string
  readonly language: string
  /** Still being written. */
  readonly isIncomplete: boolean
}

/** A fenced block: its language, a button to copy it, and the code in colours once they are there. */
export function CodeBlock({ code, language, isIncomplete }: CodeBlockProps): ReactNode {
  const { copied, copy } = useCopied()
  const [block, seen] = useSeen<HTMLDivElement>()
  const highlighted = useHighlighted(code, seen ? language : '', isIncomplete)
  return (
    <div ref={block} className="my-3 overflow-hidden rounded-control border border-line bg-raised" dir="ltr">
      <div className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 text-xs text-muted">
        <span>{language === '' ? 'code' : language}</span>
        <button type="button" className="icon-button !h-6 !text-xs" onClick={() => copy(code)}>
          <Icon name={copied ? 'check' : 'copy'} />
          {copied ? 'Copied' : 'Copy code'}
        </button>
      </div>
      {/* Focusable, so that the arrow keys scroll what is wider than the column. */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={language === '' ? 'Code' : `Code, ${language}`}
        className="overflow-x-auto px-3 py-2.5 font-mono text-sm focus-visible:-outline-offset-2"
      >
        <code>
          {highlighted === null ? (
            code
          ) : (
            <>
              {highlighted.lines.map((line, index) => (
                // Lines have no name but their place.
                <Line key={index} line={line} first={index === 0} />
              ))}
              {highlighted.rest}
            </>
          )}
        </code>
      </pre>
    </div>
  )
}

const Line = memo(({ line, first }: { readonly line: CodeLine; readonly first: boolean }) => (
  <>
    {first ? '' : '\n'}
    {line.map((piece, index) => (
      <span key={index} style={piece.color === null ? undefined : { color: piece.color }}>
        {piece.content}
      </span>
    ))}
  </>
))
Line.displayName = 'Line'
