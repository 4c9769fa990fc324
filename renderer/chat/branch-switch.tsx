import type { ReactNode } from 'react'
import type { ShownTurn } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { useChatActions } from './use-chat-actions.ts'

/** ‹ 2/3 › between the versions of a question or an answer; nothing when there is one. */
export function BranchSwitch({ shown }: { readonly shown: ShownTurn }): ReactNode {
  const { showBranch } = useChatActions()
  const { turn, siblingIds } = shown
  const at = siblingIds.indexOf(turn.id)
  if (siblingIds.length < 2) return null
  const what = turn.kind === 'question' ? 'question' : 'answer'
  const show = (index: number): void => {
    const id = siblingIds[index]
    if (id !== undefined) showBranch(turn.conversationId, id)
  }
  return (
    <div role="group" aria-label={`Versions of this ${what}`} className="flex items-center">
      <button
        type="button"
        className="icon-button"
        aria-label="Previous version"
        disabled={at <= 0}
        onClick={() => show(at - 1)}
      >
        <Icon name="left" />
      </button>
      <span className="text-sm text-muted tabular-nums">
        {at + 1}/{siblingIds.length}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next version"
        disabled={at >= siblingIds.length - 1}
        onClick={() => show(at + 1)}
      >
        <Icon name="right" />
      </button>
    </div>
  )
}
