import { useRef, useState } from 'react'
import type { ModeAsked, Part } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'
import { goToAsked } from '../state/use-place.ts'

/** Where the next question stands: after `parentId`, in a conversation or (null) at the start of a new one. */
export type NextQuestion = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly modeAsked: ModeAsked
  readonly effort: string | null
}

/** described-first: its images are put into words in a question of their own, which is answered before it. */
export type AskWay = 'plain' | 'described-first'

export type Asking = {
  readonly isAsking: boolean
  readonly ask: (parts: readonly Part[], outcome: Outcome, way?: AskWay) => void
}

export type Outcome = {
  /** The question is saved in this conversation. */
  readonly asked: (conversationId: string) => void
  /** It is not saved, and said so: it belongs back where it was written. */
  readonly failed: () => void
}

/** Asks the next question and goes to its conversation; `begun` is told which that is before. */
export function useAsk(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  next: NextQuestion,
  begun: (conversationId: string) => void = nothing,
): Asking {
  const [isAsking, setIsAsking] = useState(false)
  // Ahead of the state: two Enters in one moment are one question.
  const busy = useRef(false)
  const ask: Asking['ask'] = (parts, outcome, way = 'plain') => {
    if (busy.current) return
    busy.current = true
    setIsAsking(true)
    attempt(() =>
      send(ponder, next, [parts, way], {
        ...outcome,
        asked: (conversationId) => {
          begun(conversationId)
          outcome.asked(conversationId)
        },
      }).finally(() => {
        busy.current = false
        setIsAsking(false)
      }),
    )
  }
  return { isAsking, ask }
}

// A conversation that has begun already.
function nothing(): void {}

async function send(
  ponder: Ponder,
  next: NextQuestion,
  [parts, way]: readonly [readonly Part[], AskWay],
  outcome: Outcome,
): Promise<void> {
  try {
    const calls = await ponder.callsSoon()
    const ask = way === 'plain' ? calls.ask : calls.askDescribedFirst
    const { conversationId } = await ask({ ...next, parts: [...parts] })
    outcome.asked(conversationId)
    goToAsked(conversationId)
  } catch (thrown) {
    outcome.failed()
    throw thrown
  }
}
