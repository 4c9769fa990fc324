import type { Learning } from '../../contract/learning.ts'
import type { EngineState, LoadedModel } from '../../contract/models.ts'
import { modelFileKey } from '../../engine/think-modes/probe-cache.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import type { Store } from '../../store/store.ts'
import { createFeed, type Feed } from '../feed.ts'
import type { BesideChat } from '../beside-chat.ts'
import type { Line } from '../line.ts'
import { createCalibrationRoom, type OpenModel } from './calibration-room.ts'
import { warmRouter } from '../../capabilities/think-when-needed/index.ts'
import { ownAnswerIds } from './own-questions.ts'
import { BATCH, createPolicyRoom } from './policy-room.ts'

type Parts = {
  readonly store: Store
  readonly engine: Engine
  readonly line: Line
  readonly beside: BesideChat
  readonly files: () => readonly ModelFile[]
}

/** So many answers of the chat tell how fast a model is that was never calibrated. */
const MEASURED = 20

export type LearningRoom = ReturnType<typeof createLearningRoom>

/** What is learned of when to think: of the open model, by its file. */
export function createLearningRoom({ store, engine, line, beside, files }: Parts) {
  let open: OpenModel | null = null
  let modelId: string | null = null
  let isClosed = false
  /** Resolves when it is known what the open model's file is. */
  let known: Promise<void> = Promise.resolve()
  const feeds = new Set<Feed<Learning>>()
  const changed = () => {
    if (isClosed || feeds.size === 0) return
    const now = current()
    for (const feed of feeds) feed.push(now)
  }
  const calibrations = createCalibrationRoom({
    store,
    engine,
    line,
    beside,
    open: () => open,
    learned: (modelKey, weights, samples, report) => {
      const router = report.choosers.find(({ chooser }) => chooser === 'router')
      policies.calibrated(modelKey, weights, samples, router?.hybridAccuracy ?? null)
    },
    changed,
  })
  const policies = createPolicyRoom({ store, measure: calibrations.measure, changed })

  const current = (): Learning => {
    if (open === null)
      return {
        modelKey: null,
        modelName: '',
        version: 0,
        isCalibrated: false,
        judged: 0,
        needed: BATCH,
        msPerAnswer: null,
        ownQuestions: 0,
        calibration: null,
        notice: null,
      }
    const { key, name } = open
    return {
      modelKey: key,
      modelName: name,
      version: policies.current(key).version,
      isCalibrated: store.policyVersions(key).some(({ origin }) => origin === 'calibration'),
      judged: policies.judgedOf(key),
      needed: BATCH,
      msPerAnswer: speedOf(store, key),
      ownQuestions: ownAnswerIds(store, key).length,
      calibration: calibrations.progressOf(key),
      notice: policies.notice(key),
    }
  }

  const lookAt = async (loaded: LoadedModel) => {
    const { id, name } = loaded
    const path = files().find((file) => file.id === id)?.path
    const key = path === undefined ? null : await keyOf(path)
    // Another one may have been opened meanwhile.
    if (modelId !== id || isClosed) return
    open = key === null ? null : { key, name, loaded }
    warmRouter()
    changed()
  }

  return {
    policies,
    calibrations,
    /** The open model, once its file is known; null when none is open that can think. */
    openModel: async (): Promise<OpenModel | null> => {
      await known
      return open
    },
    engineChanged: (state: EngineState) => {
      const model = state.kind === 'ready' && state.model.thinking.canThink ? state.model : null
      if (model?.id === modelId && open !== null) return
      modelId = model?.id ?? null
      open = null
      known = model === null ? Promise.resolve() : lookAt(model)
      changed()
    },
    async *watch(signal: AbortSignal): AsyncGenerator<Learning> {
      const feed = createFeed<Learning>((_, next) => next, signal)
      feed.push(current())
      feeds.add(feed)
      try {
        yield* feed
      } finally {
        feeds.delete(feed)
      }
    },
    changed,
    close: async () => {
      await calibrations.stop()
      isClosed = true
    },
  }
}

/** What an answer of this model takes, by its last calibration, else by the last answers in Auto. */
function speedOf(store: Store, modelKey: string): number | null {
  const sampled = store.calibrationTimes(modelKey)
  const times =
    sampled.length > 0
      ? sampled
      : store.policySamples(modelKey, MEASURED).flatMap(({ answerId }) => {
          const answer = store.turn(answerId)
          return answer?.kind === 'answer' ? [answer.ms.total] : []
        })
  return times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length
}

/** Null for a file that can no longer be read: nothing is learned of it then. */
async function keyOf(path: string): Promise<string | null> {
  try {
    return await modelFileKey(path)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null
    throw thrown
  }
}
