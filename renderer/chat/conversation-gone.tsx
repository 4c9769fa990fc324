import type { ReactNode } from 'react'
import type { ConversationState } from '../state/fold-conversation.ts'
import { goTo } from '../state/use-place.ts'

type ConversationGoneProps = { readonly state: Exclude<ConversationState, { kind: 'shown' }> }

/** In place of the turns while there are none to show. */
export function ConversationGone({ state }: ConversationGoneProps): ReactNode {
  // A moment, so an empty page is calmer than a spinner.
  if (state.kind === 'waiting') return <div className="flex-1" />
  const words =
    state.kind === 'deleted'
      ? {
          message: 'This conversation was deleted.',
          remedy: 'It can be brought back with Undo for a moment.',
        }
      : state.problem
  return (
    <div className="flex-1 overflow-y-auto px-3">
      <div role="alert" className="mx-auto max-w-(--column) px-3 pt-12">
        <p>{words.message}</p>
        <p className="text-sm text-muted">{words.remedy}</p>
        <button type="button" className="button mt-3" onClick={() => goTo(null)}>
          Start a new chat
        </button>
      </div>
    </div>
  )
}
