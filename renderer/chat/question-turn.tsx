import { memo, type ReactNode } from 'react'
import type { Part, Question, ShownTurn } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { useCopied } from '../parts/use-copied.ts'
import { QuestionParts } from './question-parts.tsx'
import { BranchSwitch } from './branch-switch.tsx'

type QuestionTurnProps = {
  readonly question: Question
  readonly shown: ShownTurn
  readonly isLast: boolean
  /** Its text stands in the composer to be changed. */
  readonly isEdited: boolean
  readonly onEdit: (questionId: string) => void
}

/** What the person asked: a soft block at the right edge of the column. */
export const QuestionTurn = memo(({ question, shown, isLast, isEdited, onEdit }: QuestionTurnProps) => {
  return (
    <article
      id={`question-${question.id}`}
      aria-label="Your question"
      className="turn group flex flex-col items-end pt-4"
    >
      <h2 className="sr-only">You asked</h2>
      {/* The outline nobody sees is drawn where the system forces its own colours and takes the background away. */}
      <div
        dir="auto"
        className={`max-w-[85%] rounded-composer bg-soft px-4 py-2.5 break-words whitespace-pre-wrap ${
          isEdited ? 'outline-2 -outline-offset-2 outline-accent' : 'outline-1 outline-transparent'
        }`}
      >
        <QuestionParts parts={question.parts} />
      </div>
      <QuestionLine parts={question.parts} shown={shown} isLast={isLast} onEdit={() => onEdit(question.id)} />
    </article>
  )
})
QuestionTurn.displayName = 'QuestionTurn'

type QuestionLineProps = {
  readonly parts: readonly Part[]
  readonly shown: ShownTurn
  readonly isLast: boolean
  readonly onEdit: () => void
}

function QuestionLine({ parts, shown, isLast, onEdit }: QuestionLineProps): ReactNode {
  const { copied, copy } = useCopied()
  return (
    <div className={`turn-line justify-end ${isLast ? 'turn-line-shown' : ''}`}>
      <BranchSwitch shown={shown} />
      <button
        type="button"
        className="icon-button"
        aria-label="Copy question"
        title="Copy question"
        onClick={() => copy(parts)}
      >
        <Icon name={copied ? 'check' : 'copy'} />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Edit question"
        title="Edit question"
        onClick={onEdit}
      >
        <Icon name="edit" />
      </button>
    </div>
  )
}
