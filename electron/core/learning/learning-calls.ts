import type { Implementation } from '../../contract/define.ts'
import type { learningCalls } from '../../contract/learning.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Store } from '../../store/store.ts'
import { learningPage, marginPreview } from './learning-page.ts'
import type { LearningRoom } from './learning-room.ts'

/** What a window can ask about learning. */
export function createLearningCalls(store: Store, room: LearningRoom): Implementation<typeof learningCalls> {
  const { policies, calibrations } = room
  const openModel = async () => {
    const model = await room.openModel()
    if (model === null) throw nothingLearns()
    return model
  }
  return {
    watchLearning: (_input, signal) => room.watch(signal),
    calibrate: async function* (plan, signal) {
      await room.openModel()
      yield* calibrations.follow(plan, signal)
    },
    stopCalibration: async () => {
      await calibrations.stop()
      return {}
    },
    discardCalibration: async () => {
      await calibrations.discard((await openModel()).key)
      return {}
    },
    calibrationReports: () => [...store.calibrationReports()],
    learningPage: async ({ modelKey }) => {
      if (modelKey === null) {
        const { key, name } = await openModel()
        return learningPage(store, policies, key, name)
      }
      const report = store.calibrationReports().find((each) => each.modelKey === modelKey)
      return learningPage(store, policies, modelKey, report?.modelName ?? '')
    },
    marginPreview: async ({ margin }) => marginPreview(store, policies, (await openModel()).key, margin),
    undoLearning: async ({ version }) => {
      policies.undo((await openModel()).key, version)
      return {}
    },
    resetLearning: async () => {
      const { key } = await openModel()
      await calibrations.stop()
      policies.reset(key)
      return {}
    },
    dismissLearningNotice: async () => {
      policies.dismissNotice((await openModel()).key)
      return {}
    },
  }
}

function nothingLearns(): PonderError {
  return new PonderError({
    code: 'nothing-learns',
    message: 'There is nothing to show: no model is open that can think.',
    remedy: 'Open a model with a thought channel first.',
  })
}
