import { useEffect, useRef } from 'react'
import type { ConversationState } from '../state/fold-conversation.ts'
import { useTurnSought } from '../state/use-place.ts'

type Ways = {
  readonly conversationId: string
  readonly loadOlder: () => void
  readonly showBranch: (conversationId: string, turnId: string) => void
}

/**
 * The turn the address asks to go to. It may stand further up than what is here, so older turns are asked for first; where
 * it is not on the shown path at all, the path through it is shown.
 */
export function useSoughtTurn(state: ConversationState, ways: Ways): string | null {
  const { conversationId, loadOlder, showBranch } = ways
  const soughtId = useTurnSought()
  const shownFor = useRef<string | null>(null)
  useEffect(() => {
    // Reached or left: the same turn may be asked for again, when another version is shown.
    if (soughtId === null) shownFor.current = null
    if (soughtId === null || state.kind !== 'shown') return
    if (state.turns.some(({ turn }) => turn.id === soughtId)) return
    if (state.hasOlder) return loadOlder()
    if (shownFor.current === soughtId) return
    shownFor.current = soughtId
    showBranch(conversationId, soughtId)
  }, [state, soughtId, conversationId, loadOlder, showBranch])
  return soughtId
}
