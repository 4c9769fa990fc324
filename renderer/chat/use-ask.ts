import { useCallback, useState } from 'react'
import type { ModeAsked } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'
import { goTo } from '../state/use-place.ts'

export type Asking = {
  readonly isAsking: boolean
  /** `onAsked` runs once the question is saved: only then may its draft go. */
  readonly ask: (text: string, onAsked: () => void) => void
}

/** Asks the next question of a conversation, or the first of a new one, and goes there. */
export function useAsk(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  next: {
    readonly conversationId: string | null
    readonly parentId: string | null
    readonly modeAsked: ModeAsked
  },
): Asking {
  const { conversationId, parentId, modeAsked } = next
  const [isAsking, setIsAsking] = useState(false)
  const ask = useCallback(
    (text: string, onAsked: () => void) =>
      attempt(async () => {
        setIsAsking(true)
        try {
          const parts = [{ kind: 'text' as const, text }]
          const asked = await ponder.calls().ask({ conversationId, parentId, parts, modeAsked })
          onAsked()
          goTo(asked.conversationId)
        } finally {
          setIsAsking(false)
        }
      }),
    [ponder, attempt, conversationId, parentId, modeAsked],
  )
  return { isAsking, ask }
}
