import { memo, type ReactNode } from 'react'
import type { Answer, ShownTurn } from '../../electron/contract/turns.ts'
import { GradePane } from '../capabilities/grade-answers/index.ts'
import type { Busy } from '../state/fold-conversation.ts'
import { AnswerEnding } from './answer-ending.tsx'
import { AnswerLine } from './answer-line.tsx'
import { AnswerText } from './answer-text.tsx'
import { progressWords } from './progress-words.ts'
import { ThoughtPane } from './thought-pane.tsx'

type AnswerTurnProps = {
  readonly answer: Answer
  readonly shown: ShownTurn
  readonly isLast: boolean
  /** Given for the running answer alone, so that the others are not drawn again. */
  readonly busy: Busy | null
  readonly onDetails: (answerId: string) => void
}

/** What the model said: free on the page, with its thought above and one quiet line below. */
export const AnswerTurn = memo(({ answer, shown, isLast, busy, onDetails }: AnswerTurnProps) => {
  const progress = progressWords(answer, busy)
  const isRunning = answer.status === 'running'
  return (
    <article
      id={`answer-${answer.id}`}
      aria-label="Answer"
      aria-busy={isRunning}
      className="turn group px-1 pt-1 min-[480px]:px-3"
    >
      <h2 className="sr-only">{answer.modelName === '' ? 'Answered' : `${answer.modelName} answered`}</h2>
      <ThoughtPane answer={answer} isWaiting={busy?.kind === 'waiting'} />
      {progress !== null && <p className="thinking text-sm leading-6 text-muted tabular-nums">{progress}</p>}
      {answer.text !== '' && <AnswerText text={answer.text} isRunning={isRunning} />}
      <AnswerEnding answer={answer} isLast={isLast} />
      {answer.notes.map((note, index) => (
        <NoteLine key={index} text={note.text} details={note.details} />
      ))}
      <AnswerLine answer={answer} shown={shown} isLast={isLast} onDetails={onDetails} />
      <GradePane answer={answer} siblingIds={shown.siblingIds} />
    </article>
  )
})
AnswerTurn.displayName = 'AnswerTurn'

/** What a capability has to say about this answer. */
function NoteLine({ text, details }: { readonly text: string; readonly details: string | null }): ReactNode {
  if (details === null) return <p className="mt-2 text-sm text-muted">{text}</p>
  return (
    <details className="mt-2 text-sm text-muted">
      <summary>{text}</summary>
      <p className="mt-1 whitespace-pre-wrap">{details}</p>
    </details>
  )
}
