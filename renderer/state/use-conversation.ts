import { startTransition, useCallback, useEffect, useReducer, useRef } from 'react'
import type { Problem } from '../../electron/contract/ponder-error.ts'
import type { ShownTurn } from '../../electron/contract/turns.ts'
import type { ConversationUpdate } from '../../electron/contract/updates.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from './use-notices.ts'
import { wasJustAsked } from './use-place.ts'
import { coalesce } from './coalesce.ts'
import { foldConversation, foldOlder, type ConversationState } from './fold-conversation.ts'

/** Turns followed from the end of the path, and read at a time from further up. */
const TURNS_AT_ONCE = 60

type Heard =
  | { readonly kind: 'updates'; readonly updates: readonly ConversationUpdate[] }
  | {
      readonly kind: 'older'
      readonly beforeId: string
      readonly turns: ShownTurn[]
      readonly hasOlder: boolean
    }
  | { readonly kind: 'problem'; readonly problem: Problem }

function fold(state: ConversationState, heard: Heard): ConversationState {
  switch (heard.kind) {
    case 'updates':
      return heard.updates.reduce(foldConversation, state)
    case 'older':
      return foldOlder(state, heard.beforeId, heard)
    case 'problem':
      return { kind: 'failed', problem: heard.problem }
  }
  return heard satisfies never
}

/** Follows one conversation for as long as it is shown. Mount anew (by key) for another. */
export function useConversation(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  conversationId: string,
): { readonly state: ConversationState; readonly loadOlder: () => void } {
  const [state, hear] = useReducer(fold, null, () => ({
    kind: 'waiting' as const,
    justAsked: wasJustAsked(),
  }))
  const loading = useRef(false)

  useEffect(() => {
    const stop = new AbortController()
    const updates = coalesce<ConversationUpdate>((items) => {
      // A snapshot can bring sixty turns of markdown: drawn in slices, so that typing goes on meanwhile.
      if (items.some(({ kind }) => kind === 'snapshot'))
        startTransition(() => hear({ kind: 'updates', updates: items }))
      else hear({ kind: 'updates', updates: items })
    })
    void ponder.follow(
      (calls, signal) => calls.followConversation({ conversationId, limit: TURNS_AT_ONCE }, signal),
      { item: updates.add, problem: (problem) => hear({ kind: 'problem', problem }) },
      stop.signal,
    )
    return () => {
      stop.abort()
      updates.cancel()
    }
  }, [ponder, conversationId])

  const beforeId = state.kind === 'shown' && state.hasOlder ? state.turns[0]?.turn.id : undefined
  const loadOlder = useCallback(() => {
    if (beforeId === undefined || loading.current) return
    loading.current = true
    attempt(() =>
      readOlder(ponder, conversationId, beforeId)
        .then((older) => startTransition(() => hear({ kind: 'older', beforeId, ...older })))
        .finally(() => {
          loading.current = false
        }),
    )
  }, [ponder, attempt, conversationId, beforeId])

  return { state, loadOlder }
}

async function readOlder(ponder: Ponder, conversationId: string, beforeId: string) {
  return ponder.calls().readOlder({ conversationId, beforeId, limit: TURNS_AT_ONCE })
}
