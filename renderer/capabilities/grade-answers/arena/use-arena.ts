import { useEffect, useMemo, useState } from 'react'
import type { Arena, ArenaVote, Contender } from '../../../../electron/contract/arena.ts'
import type { Problem } from '../../../../electron/contract/ponder-error.ts'
import type { Calls, Ponder } from '../../../ponder.ts'
import type { Notices } from '../../../state/use-notices.ts'

export type ArenaInHand = {
  /** Null until core has told. */
  readonly arena: Arena | null
  readonly problem: Problem | null
  /** What the person asked in chats, the newest first. */
  readonly pastQuestions: readonly string[]
  readonly start: (prompt: string, contenders: readonly [Contender, Contender]) => void
  readonly stop: (roundId: string) => void
  readonly resume: (roundId: string) => void
  /** Goes back to an earlier round. */
  readonly show: (roundId: string) => void
  readonly vote: (roundId: string, vote: ArenaVote) => void
  readonly forget: () => void
}

/** The arena, kept up to date, and what can be done in it. */
export function useArena(ponder: Ponder, { attempt }: Pick<Notices, 'attempt'>): ArenaInHand {
  const [arena, setArena] = useState<Arena | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [pastQuestions, setPastQuestions] = useState<readonly string[]>([])
  useEffect(() => {
    const stop = new AbortController()
    void ponder.follow(
      (calls, signal) => calls.watchArena({}, signal),
      { item: setArena, problem: setProblem },
      stop.signal,
    )
    attempt(async () => {
      const found = await (await ponder.callsSoon()).pastQuestions({})
      if (!stop.signal.aborted) setPastQuestions(found)
    })
    return () => stop.abort()
  }, [ponder, attempt])

  const actions = useMemo(() => {
    const act = (ask: (calls: Calls) => Promise<unknown>): void => attempt(async () => ask(ponder.calls()))
    return {
      start: (prompt: string, [first, second]: readonly [Contender, Contender]) =>
        act((calls) => calls.startRound({ prompt, contenders: [first, second] })),
      stop: (roundId: string) => act((calls) => calls.stopRound({ roundId })),
      resume: (roundId: string) => act((calls) => calls.resumeRound({ roundId })),
      show: (roundId: string) => act((calls) => calls.showRound({ roundId })),
      vote: (roundId: string, vote: ArenaVote) => act((calls) => calls.voteInArena({ roundId, vote })),
      forget: () => act((calls) => calls.forgetArena({})),
    }
  }, [ponder, attempt])
  return { arena, problem, pastQuestions, ...actions }
}
