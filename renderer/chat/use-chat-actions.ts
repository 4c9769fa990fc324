import { createContext, useContext, useMemo } from 'react'
import type { Answer, ModeAsked, Question } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'

/** What a person can do with a turn. Failures are said in a notice. */
export type ChatActions = {
  readonly redo: (answer: Answer, modeAsked: ModeAsked) => void
  readonly continueAnswer: (answer: Answer) => void
  readonly stop: (answer: Answer) => void
  readonly answerNow: (answer: Answer) => void
  /** Asks the changed question beside the old one. */
  readonly ask: (question: Question, text: string, modeAsked: ModeAsked) => void
  readonly showBranch: (conversationId: string, turnId: string) => void
}

export function useNewChatActions(ponder: Ponder, { attempt }: Pick<Notices, 'attempt'>): ChatActions {
  return useMemo(
    () => ({
      redo: ({ id }, modeAsked) => attempt(async () => ponder.calls().redo({ answerId: id, modeAsked })),
      continueAnswer: ({ id }) => attempt(async () => ponder.calls().continueAnswer({ answerId: id })),
      stop: ({ id }) => attempt(async () => ponder.calls().stop({ answerId: id })),
      answerNow: ({ id }) => attempt(async () => ponder.calls().answerNow({ answerId: id })),
      ask: ({ conversationId, parentId }, text, modeAsked) =>
        attempt(async () =>
          ponder.calls().ask({ conversationId, parentId, parts: [{ kind: 'text', text }], modeAsked }),
        ),
      showBranch: (conversationId, turnId) =>
        attempt(async () => ponder.calls().showBranch({ conversationId, turnId })),
    }),
    [ponder, attempt],
  )
}

const ChatActionsContext = createContext<ChatActions | null>(null)
export const ChatActionsProvider = ChatActionsContext.Provider

export function useChatActions(): ChatActions {
  const actions = useContext(ChatActionsContext)
  if (actions === null) throw new Error('useChatActions needs a ChatActionsProvider above it')
  return actions
}
