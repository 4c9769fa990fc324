import { useState } from 'react'
import type { ModeAsked } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'
import { goTo } from '../state/use-place.ts'

/** Where the next question stands: after `parentId`, in a conversation or (null) at the start of a new one. */
export type NextQuestion = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly modeAsked: ModeAsked
}

export type Asking = {
  readonly isAsking: boolean
  /** `onAsked` runs once the question is saved: only then may its draft go. */
  readonly ask: (text: string, onAsked: () => void) => void
}

/** Asks the next question and goes to its conversation. */
export function useAsk(ponder: Ponder, { attempt }: Pick<Notices, 'attempt'>, next: NextQuestion): Asking {
  const [isAsking, setIsAsking] = useState(false)
  const ask: Asking['ask'] = (text, onAsked) => {
    setIsAsking(true)
    attempt(() => send(ponder, next, text, onAsked).finally(() => setIsAsking(false)))
  }
  return { isAsking, ask }
}

async function send(ponder: Ponder, next: NextQuestion, text: string, onAsked: () => void): Promise<void> {
  const calls = await ponder.callsSoon()
  const { conversationId } = await calls.ask({ ...next, parts: [{ kind: 'text', text }] })
  onAsked()
  goTo(conversationId)
}
