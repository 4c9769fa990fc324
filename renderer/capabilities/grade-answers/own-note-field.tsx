import { useId, type ReactNode } from 'react'
import { LONGEST_NOTE } from '../../../electron/contract/grades.ts'
import type { Answer } from '../../../electron/contract/turns.ts'
import { withAside } from './own-note.ts'
import { useOwnNote } from './use-own-note.ts'

/** What the person thinks of an answer, in words; kept as it is written. */
export function OwnNoteField({ answer }: { readonly answer: Answer }): ReactNode {
  const { own, tell } = useOwnNote(answer.id)
  const id = useId()
  const isTooLong = withAside(own) === null
  return (
    <div className="mt-3">
      <label htmlFor={id} className="text-muted">
        Your note
      </label>
      <textarea
        id={id}
        rows={1}
        dir="auto"
        maxLength={LONGEST_NOTE}
        value={own.text}
        placeholder="What you think of this answer"
        className="field mt-1 field-sizing-content max-h-40 resize-none"
        onChange={(event) => tell({ kind: 'typed', text: event.currentTarget.value })}
      />
      {own.hasFailed && <p role="status">Not kept yet. It is tried again with your next letter.</p>}
      {own.aside !== null && (
        <div role="alert" className="mt-1">
          <p>
            This note was changed in another window. What you wrote here is not in it:{' '}
            <span className="break-words whitespace-pre-wrap">“{own.aside}”</span>
          </p>
          <p className="mt-1 flex flex-wrap gap-2">
            {isTooLong ? (
              <span>Both together are too long for a note. Shorten it above to add this.</span>
            ) : (
              <button type="button" className="button" onClick={() => tell({ kind: 'aside-added' })}>
                Add it
              </button>
            )}
            <button type="button" className="button" onClick={() => tell({ kind: 'aside-dropped' })}>
              Leave it out
            </button>
          </p>
        </div>
      )}
    </div>
  )
}
