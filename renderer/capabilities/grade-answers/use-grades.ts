import { createContext, useContext, useEffect, useMemo, useReducer, useState } from 'react'
import type { NoteChange } from '../../../electron/contract/grades.ts'
import { problemOf } from '../../../electron/contract/ponder-error.ts'
import type { Thumb } from '../../../electron/contract/thumbs.ts'
import type { Tournament } from '../../../electron/contract/tournaments.ts'
import type { Answer } from '../../../electron/contract/turns.ts'
import type { Calls, Ponder } from '../../ponder.ts'
import type { Notices } from '../../state/use-notices.ts'
import { foldGrades, noGrades, type Grades } from './fold-grades.ts'

/** A conversation's grades and what a person can do with them. */
export type GradesInHand = Grades & {
  /** Answers whose grade is unfolded. */
  readonly unfolded: ReadonlySet<string>
  readonly unfold: (answerId: string, isOpen: boolean) => void
  readonly grade: (answer: Answer) => void
  readonly stop: (answer: Answer) => void
  /** `kept` is told whether it was, and so is the person where it was not, but for a note that changed elsewhere. */
  readonly note: (change: NoteChange, kept: (isKept: boolean) => void) => void
  readonly thumb: (answer: Answer, thumb: Thumb | null) => void
  readonly findBest: (
    answer: Answer,
    count: number,
    kind: 'knockout' | 'round-robin',
    modelIds: readonly string[],
  ) => void
  readonly compare: (answer: Answer, otherId: string) => void
  readonly stopTournament: (tournament: Tournament) => void
  readonly resumeTournament: (tournament: Tournament) => void
  readonly show: (conversationId: string, answerId: string) => void
}

/** Follows the grades of one conversation for as long as it is shown. */
export function useFollowGrades(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  conversationId: string,
): GradesInHand {
  const [grades, hear] = useReducer(foldGrades, noGrades)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())

  useEffect(() => {
    const stop = new AbortController()
    void ponder.follow(
      (calls, signal) => calls.followGrades({ conversationId }, signal),
      // A conversation that cannot be followed says so in its own place.
      { item: hear, problem: () => undefined },
      stop.signal,
    )
    return () => stop.abort()
  }, [ponder, conversationId])

  return useMemo(() => {
    const unfold = (id: string, isOpen: boolean): void =>
      setUnfolded((before) => {
        const others = [...before].filter((each) => each !== id)
        return new Set(isOpen ? [...others, id] : others)
      })
    const act = (ask: (calls: Calls) => Promise<unknown>): void => attempt(async () => ask(ponder.calls()))
    return {
      ...grades,
      unfolded,
      unfold,
      grade: ({ id }) => act((calls) => calls.gradeAnswer({ answerId: id })),
      stop: ({ id }) => act((calls) => calls.stopGrading({ answerId: id })),
      note: (change, kept) =>
        attempt(async () => {
          try {
            await ponder.calls().noteAnswer(change)
            kept(true)
          } catch (thrown) {
            kept(false)
            // The field itself says so, where the other words are.
            if (problemOf(thrown).code !== 'note-changed') throw thrown
          }
        }),
      thumb: ({ id }, thumb) => act((calls) => calls.giveThumb({ answerId: id, thumb })),
      findBest: ({ id }, count, kind, modelIds) =>
        act(async (calls) => {
          const asked = { answerId: id, count, kind, modelIds: [...modelIds] }
          unfold((await calls.findBest(asked)).tournamentId, true)
        }),
      compare: ({ id }, otherId) =>
        act(async (calls) =>
          unfold((await calls.compareAnswers({ answerId: id, otherId })).tournamentId, true),
        ),
      stopTournament: ({ id }) => act((calls) => calls.stopTournament({ tournamentId: id })),
      resumeTournament: ({ id }) => act((calls) => calls.resumeTournament({ tournamentId: id })),
      show: (conversationId, turnId) => act((calls) => calls.showBranch({ conversationId, turnId })),
    }
  }, [ponder, attempt, grades, unfolded])
}

const GradesContext = createContext<GradesInHand | null>(null)
export const GradesProvider = GradesContext.Provider

export function useGrades(): GradesInHand {
  const grades = useContext(GradesContext)
  if (grades === null) throw new Error('useGrades needs a GradesProvider above it')
  return grades
}
