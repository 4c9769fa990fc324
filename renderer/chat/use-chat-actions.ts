import { createContext, useContext, useMemo } from 'react'
import type { Answer, ModeAsked } from '../../electron/contract/turns.ts'
import { focusMessage } from '../parts/focus-message.ts'
import type { Calls, Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'

/** What a person can do with a turn. Failures are said in a notice. */
export type ChatActions = {
  /** Whether the open model has a thought channel. */
  readonly canThink: boolean
  readonly redo: (answer: Answer, modeAsked: ModeAsked) => void
  readonly continueAnswer: (answer: Answer) => void
  readonly stop: (answer: Answer) => void
  readonly answerNow: (answer: Answer) => void
  readonly showBranch: (conversationId: string, turnId: string) => void
}

export function useNewChatActions(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  { canThink, effort }: { readonly canThink: boolean; readonly effort: string | null },
): ChatActions {
  return useMemo(() => {
    // The button that was pressed goes away with what it did.
    const act = (ask: (calls: Calls) => Promise<unknown>): void => {
      focusMessage()
      attempt(async () => ask(ponder.calls()))
    }
    return {
      canThink,
      redo: ({ id }, modeAsked) => act((calls) => calls.redo({ answerId: id, modeAsked, effort })),
      continueAnswer: ({ id }) => act((calls) => calls.continueAnswer({ answerId: id })),
      stop: ({ id }) => act((calls) => calls.stop({ answerId: id })),
      answerNow: ({ id }) => act((calls) => calls.answerNow({ answerId: id })),
      showBranch: (conversationId, turnId) =>
        attempt(async () => ponder.calls().showBranch({ conversationId, turnId })),
    }
  }, [ponder, attempt, canThink, effort])
}

const ChatActionsContext = createContext<ChatActions | null>(null)
export const ChatActionsProvider = ChatActionsContext.Provider

export function useChatActions(): ChatActions {
  const actions = useContext(ChatActionsContext)
  if (actions === null) throw new Error('useChatActions needs a ChatActionsProvider above it')
  return actions
}
