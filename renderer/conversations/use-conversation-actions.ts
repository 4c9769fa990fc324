import { useCallback } from 'react'
import type { Conversation } from '../../electron/contract/turns.ts'
import { focusMessage } from '../parts/focus-message.ts'
import { useNotices } from '../state/use-notices.ts'
import { goTo } from '../state/use-place.ts'
import { usePonder } from '../state/use-ponder.ts'
import { exportConversation } from './export-conversation.ts'

export type ConversationActions = {
  readonly rename: (conversation: Conversation, title: string) => void
  /** As one file, its images in it. */
  readonly save: (conversation: Conversation) => void
  readonly remove: (conversation: Conversation, isOpen: boolean) => void
}

export function useConversationActions(): ConversationActions {
  const ponder = usePonder()
  const { attempt, say } = useNotices()
  const rename = useCallback(
    ({ id }: Conversation, title: string) =>
      attempt(async () => ponder.calls().renameConversation({ conversationId: id, title })),
    [ponder, attempt],
  )
  const save = useCallback(
    (conversation: Conversation) => attempt(async () => exportConversation(ponder.calls(), conversation)),
    [ponder, attempt],
  )
  const remove = useCallback(
    ({ id, title }: Conversation, isOpen: boolean) =>
      attempt(async () => {
        await ponder.calls().deleteConversation({ conversationId: id })
        if (isOpen) goTo(null)
        focusMessage()
        const undo = (): void =>
          attempt(async () => {
            await ponder.calls().restoreConversation({ conversationId: id })
            if (isOpen) goTo(id)
          })
        say(`“${title === '' ? 'New chat' : title}” was deleted.`, undo)
      }),
    [ponder, attempt, say],
  )
  return { rename, save, remove }
}
