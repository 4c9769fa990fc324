import type { ReactNode } from 'react'
import { LONGEST_TEXT, MOST_PARTS } from '../../electron/contract/turns.ts'
import type { Measure } from '../../electron/contract/window-calls.ts'
import { count } from '../parts/amounts.ts'
import { DoesNotFit } from './does-not-fit.tsx'

type ComposerNoteProps = {
  /** Characters of the longest text in the message. */
  readonly length: number
  /** How many texts and images it has. */
  readonly pieces: number
  readonly isBlank: boolean
  readonly measure: Measure | null
  /** Given while a question is changed. */
  readonly onCancelEdit: (() => void) | null
  readonly onNewChat: (() => void) | null
  readonly onShorten: () => void
  readonly onChooseModel: (() => void) | null
}

/** At the top of the composer: what is being changed, and why a message cannot be sent. */
export function ComposerNote(props: ComposerNoteProps): ReactNode {
  const { length, pieces, isBlank, measure, onCancelEdit, onNewChat, onShorten, onChooseModel } = props
  return (
    <>
      {onCancelEdit !== null && (
        <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-2 pl-3.5 text-sm">
          <p className="text-muted">Changing your question. The first one stays beside it.</p>
          <button type="button" className="button" onClick={onCancelEdit}>
            Cancel
          </button>
        </div>
      )}
      {length > LONGEST_TEXT ? (
        <p role="alert" className="border-b border-line px-3.5 py-2.5 text-sm">
          <span className="font-medium text-caution">Too long.</span> This is {count(length)} characters; one
          message holds {count(LONGEST_TEXT)}. Shorten it, or send it in parts.
        </p>
      ) : pieces > MOST_PARTS ? (
        <p role="alert" className="border-b border-line px-3.5 py-2.5 text-sm">
          <span className="font-medium text-caution">Too many pieces.</span> This is {count(pieces)} texts and
          images; one message holds {count(MOST_PARTS)}. Send it in parts.
        </p>
      ) : (
        measure !== null &&
        !measure.fits && (
          <DoesNotFit
            measure={measure}
            isBlank={isBlank}
            onNewChat={onNewChat}
            onShorten={onShorten}
            onChooseModel={onChooseModel}
          />
        )
      )}
    </>
  )
}
