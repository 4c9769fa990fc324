import { useMemo } from 'react'
import type { Ponder } from '../../ponder.ts'
import type { Notices } from '../../state/use-notices.ts'

/** How many questions a calibration asks, and how often each. */
export type CalibrationSize = { readonly questions: number; readonly answersPerMode: number }

export type CalibrationWish = CalibrationSize & { readonly ownQuestions: boolean }

export type LearningActions = {
  /** Begins a calibration, or goes on with one. */
  readonly calibrate: (wish: CalibrationWish) => void
  readonly stop: () => void
  readonly discard: () => void
  /** Goes back to what a version knew; `current` is the one to come back to. */
  readonly undo: (version: number, current: number) => void
  readonly reset: () => void
  readonly dismissNotice: () => void
}

/** What can be asked of learning; what came of it arrives through `watchLearning`. */
export function useLearningActions(ponder: Ponder, { attempt, say }: Notices): LearningActions {
  return useMemo(() => {
    const undo = (version: number, current: number): void =>
      attempt(async () => {
        await ponder.calls().undoLearning({ version })
        say(
          version === 0 ? 'Auto is back to before it learned.' : `Auto is back to version ${version}.`,
          () => undo(current, version),
        )
      })
    return {
      calibrate: (wish) =>
        attempt(async () => {
          // It goes on by itself: only whether it began is of interest here.
          for await (const _ of ponder.calls().calibrate(wish)) return
        }),
      stop: () => attempt(async () => ponder.calls().stopCalibration({})),
      discard: () => attempt(async () => ponder.calls().discardCalibration({})),
      undo,
      reset: () =>
        attempt(async () => {
          await ponder.calls().resetLearning({})
          say('What Auto had learned on this model is forgotten.')
        }),
      dismissNotice: () => attempt(async () => ponder.calls().dismissLearningNotice({})),
    }
  }, [ponder, attempt, say])
}
