import { memo, useState, type ReactNode } from 'react'
import type { Answer } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { isThinking, thoughtEndWords, thoughtWords } from './progress-words.ts'
import { useChatActions } from './use-chat-actions.ts'
import { useStayAtEnd } from './use-stay-at-end.ts'

type ThoughtPaneProps = {
  readonly answer: Answer
  /** It stands in line behind another answer, so nothing is thought at the moment. */
  readonly isWaiting: boolean
}

/**
 * The thought as one line that unfolds. Open while it is thought and folded when the answer begins, unless the
 * person has opened or closed it by hand: from then on it stays as they left it.
 */
export function ThoughtPane({ answer, isWaiting }: ThoughtPaneProps): ReactNode {
  const { answerNow } = useChatActions()
  const [byHand, setByHand] = useState<boolean | null>(null)
  const thinking = isThinking(answer) && !isWaiting
  const open = byHand ?? thinking
  const ending = answer.thoughtEnd === null ? null : thoughtEndWords(answer.thoughtEnd)
  if (answer.thought === '') return null
  return (
    <div className="mb-2 text-sm text-muted">
      <button
        type="button"
        aria-expanded={open}
        className="-ml-1.5 flex min-h-7 items-center gap-1 rounded-md py-0.5 pr-2 text-start pl-0.5 hover:text-text"
        onClick={() => setByHand(!open)}
      >
        <Icon name={open ? 'down' : 'right'} />
        <span className={`tabular-nums ${thinking ? 'thinking' : ''}`}>{thoughtWords(answer)}</span>
      </button>
      {open && (
        <div className="mt-1 ml-1.5 border-l border-line pl-3.5">
          <ThoughtText text={answer.thought} follow={thinking} />
          {ending !== null && <p className="mt-1 italic">{ending}</p>}
        </div>
      )}
      {thinking && (
        <button type="button" className="button mt-2 ml-1.5" onClick={() => answerNow(answer)}>
          Answer now
        </button>
      )}
    </div>
  )
}

/** Plain text in paragraphs, so that only the last one is laid out anew while it grows. */
function ThoughtText({ text, follow }: { readonly text: string; readonly follow: boolean }): ReactNode {
  const box = useStayAtEnd(follow)
  const paragraphs = text.trim().split(/\n{2,}/u)
  return (
    <div ref={box} dir="auto" tabIndex={0} role="region" aria-label="Thought" className="thought-text">
      {paragraphs.map((paragraph, index) => (
        <Paragraph key={index} text={paragraph} isFirst={index === 0} />
      ))}
    </div>
  )
}

const Paragraph = memo(({ text, isFirst }: { readonly text: string; readonly isFirst: boolean }) => (
  <p className={isFirst ? '' : 'mt-2'}>{text}</p>
))
Paragraph.displayName = 'Paragraph'
