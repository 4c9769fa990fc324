import type { CalibrationProgress, CalibrationReport } from '../../contract/learning.ts'
import { yielded } from '../../capabilities/grade-answers/index.ts'
import { PonderError, problemOf, type Problem } from '../../contract/ponder-error.ts'
import {
  calibrationQuestions,
  hybridAccuracyOf,
  learnFromCalibration,
  placeAt,
  placeCount,
  reportCalibration,
  sampleAnswer,
  type CalibratedQuestion,
  type CalibrationPlan,
  type CalibrationQuestion,
} from '../../capabilities/think-when-needed/index.ts'
import type { LoadedModel } from '../../contract/models.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Weights } from '../../math/logistic-policy.ts'
import type { Interval } from '../../math/mean-interval.ts'
import type { CalibrationAnswer, KeptCalibration } from '../../store/calibrations.ts'
import type { Store } from '../../store/store.ts'
import type { BesideChat } from '../beside-chat.ts'
import { createFeed, type Feed } from '../feed.ts'
import { ownAnswerIds, ownQuestion } from './own-questions.ts'
import type { Line } from '../line.ts'

export type OpenModel = { readonly key: string; readonly name: string; readonly loaded: LoadedModel }

type Parts = {
  readonly store: Store
  readonly engine: Engine
  readonly line: Pick<Line, 'holder' | 'onArrival'>
  readonly beside: BesideChat
  /** The open model; null when none is open that can think. */
  readonly open: () => OpenModel | null
  readonly learned: (modelKey: string, weights: Weights, samples: number, report: CalibrationReport) => void
  readonly changed: () => void
}

type Run = {
  readonly modelKey: string
  readonly abort: AbortController
  progress: CalibrationProgress
  readonly ended: Promise<void>
}

export type CalibrationRoom = ReturnType<typeof createCalibrationRoom>

/**
 * Samples answers of the open model in both modes, one at a time, behind everything a person waits for. Each is kept as it
 * comes, so that a stop, a kill or a full disk costs one answer; `start` goes on with what was begun.
 */
export function createCalibrationRoom({ store, engine, line, beside, open, learned, changed }: Parts) {
  let run: Run | null = null
  /** How the last one of this session ended, where it was not the person's wish. */
  let failed: { readonly modelKey: string; readonly problem: Problem } | null = null
  const feeds = new Set<Feed<CalibrationProgress>>()

  const tell = (current: Run, change: Partial<CalibrationProgress>) => {
    current.progress = { ...current.progress, ...change }
    for (const feed of feeds) feed.push(current.progress)
    changed()
  }

  const progressOf = (modelKey: string): CalibrationProgress | null => {
    if (run?.modelKey === modelKey) return run.progress
    const kept = store.openCalibration(modelKey)
    if (kept === null) return null
    const problem = failed?.modelKey === modelKey ? failed.problem : null
    const done = store.calibrationAnswers(kept.id).size
    const state = problem === null ? 'paused' : 'failed'
    return { state, done, total: placeCount(wholePlan(kept)), msLeft: null, problem }
  }

  const begin = (model: OpenModel, { ownQuestions, ...plan }: Wish): Run => {
    const own = ownQuestions ? ownAnswerIds(store, model.key) : []
    const kept =
      store.openCalibration(model.key) ??
      store.beginCalibration({ modelKey: model.key, modelName: model.name, ...plan, own })
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const begun: Run = {
      modelKey: model.key,
      abort: new AbortController(),
      progress: {
        state: 'running',
        done: store.calibrationAnswers(kept.id).size,
        total: placeCount(wholePlan(kept)),
        msLeft: null,
        problem: null,
      },
      ended,
    }
    failed = null
    run = begun
    changed()
    void sampleAll(begun, kept, model.loaded)
      .catch((thrown: unknown) => {
        failed = { modelKey: model.key, problem: problemOf(thrown) }
        tell(begun, { state: 'failed', problem: failed.problem, msLeft: null })
      })
      .finally(() => {
        run = null
        changed()
        resolve()
      })
    return begun
  }

  const sampleAll = async (current: Run, kept: KeptCalibration, model: LoadedModel) => {
    const questions = questionsOf(kept, kept.own, model)
    const { signal } = current.abort
    const plan = wholePlan(kept)
    const total = placeCount(plan)
    const have = new Set(store.calibrationAnswers(kept.id).keys())
    let spent = 0
    let sampled = 0
    for (let at = 0; at < total;) {
      const place = placeAt(plan, at)
      const question = questions[place.question] ?? null
      // What was deleted meanwhile is not asked again.
      if (have.has(at) || question === null) {
        at += 1
        continue
      }
      const answer = await oneAnswer(current, signal, (stop) => sampleAnswer(engine, question, place, stop))
      if (answer === null) return tell(current, { state: 'paused', msLeft: null })
      store.keepCalibrationAnswer(kept.id, at, answer)
      at += 1
      spent += answer.ms
      sampled += 1
      const done = current.progress.done + 1
      tell(current, { state: 'running', done, msLeft: (spent / sampled) * (total - done) })
    }
    finish(current, kept, questions)
  }

  /** Null when it was stopped. Whenever it has to give way it is sampled anew. */
  const oneAnswer = async <Answer>(
    current: Run,
    signal: AbortSignal,
    sample: (stop: AbortSignal) => Promise<Answer | null>,
  ): Promise<Answer | null> => {
    const waits = () => tell(current, { state: 'waiting' })
    if (line.holder() !== null) waits()
    const stopListening = line.onArrival(waits)
    try {
      return await beside.run(async (stop) => {
        if (open()?.key !== current.modelKey) throw anotherModel()
        const answer = await sample(stop)
        if (answer === null) throw yielded
        return answer
      }, signal)
    } catch (thrown) {
      if (signal.aborted) return null
      throw thrown
    } finally {
      stopListening()
    }
  }

  const finish = (current: Run, kept: KeptCalibration, asked: readonly Asked[]) => {
    const questions = calibratedFrom(wholePlan(kept), asked, store.calibrationAnswers(kept.id))
    const report = reportCalibration(
      {
        id: kept.id,
        modelKey: kept.modelKey,
        modelName: kept.modelName,
        finishedAt: Date.now(),
        seed: kept.seed,
        questions: kept.questions,
        answersPerMode: kept.answersPerMode,
        own: questions.filter(({ question }) => question.own !== undefined).length,
      },
      questions,
    )
    const weights = learnFromCalibration(questions)
    store.transaction(() => {
      store.finishCalibration(report)
      learned(kept.modelKey, weights, placeCount(wholePlan(kept)), report)
    })
    tell(current, { state: 'done', msLeft: 0 })
  }

  /** The made-up ones, then the person's own; null for one that is gone. */
  const questionsOf = (
    plan: CalibrationPlan,
    own: readonly string[],
    model: LoadedModel | null,
  ): readonly Asked[] => [
    ...calibrationQuestions(plan.questions, plan.seed),
    ...own.map((answerId) => (model === null ? null : ownQuestion(store, answerId, { engine, model }))),
  ]

  const stop = async () => {
    run?.abort.abort()
    await run?.ended
  }

  return {
    progressOf,
    stop,

    /** Starts, or follows the one that runs, until it ends in whatever way. Leaving stops nothing. */
    async *follow(plan: Wish, signal: AbortSignal): AsyncGenerator<CalibrationProgress> {
      const model = open()
      if (model === null) throw cannotCalibrate()
      const current = run ?? begin(model, plan)
      const feed = createFeed<CalibrationProgress>((_, next) => next, signal)
      feed.push(current.progress)
      feeds.add(feed)
      try {
        for await (const progress of feed) {
          yield progress
          if (progress.state !== 'running' && progress.state !== 'waiting') return
        }
      } finally {
        feeds.delete(feed)
      }
    },

    discard: async (modelKey: string) => {
      if (run?.modelKey === modelKey) await stop()
      const kept = store.openCalibration(modelKey)
      if (kept !== null) store.removeCalibration(kept.id)
      failed = null
      changed()
    },

    /** Hybrid Accuracy of these weights on the model's last calibration; null when there was none. */
    measure: (modelKey: string, weights: Weights): Interval | null => {
      const report = store.calibrationReports().find((each) => each.modelKey === modelKey)
      if (report === undefined) return null
      const made = questionsOf(report, [], null)
      const questions = calibratedFrom(report, made, store.calibrationAnswers(report.id))
      return questions.length === 0 ? null : hybridAccuracyOf(questions, weights)
    },
  }
}

type Asked = CalibrationQuestion | null

type Wish = CalibrationPlan & { readonly ownQuestions: boolean }

/** With the person's own questions counted among the others. */
function wholePlan(kept: KeptCalibration): CalibrationPlan {
  return { ...kept, questions: kept.questions + kept.own.length }
}

/** The plan's questions with what was sampled for them; those without answers in both modes are left out. */
function calibratedFrom(
  plan: CalibrationPlan,
  questions: readonly Asked[],
  answers: ReadonlyMap<number, CalibrationAnswer>,
): CalibratedQuestion[] {
  const found = questions.map((question) => ({
    question,
    view: null as CalibratedQuestion['view'],
    confidences: [] as (number | null)[],
    sampled: {
      think: [] as { reward: number; tokens: number }[],
      quick: [] as { reward: number; tokens: number }[],
    },
  }))
  for (const [at, answer] of answers) {
    const place = placeAt(plan, at)
    const one = found[place.question]
    if (one === undefined) continue
    one.sampled[place.mode].push({ reward: answer.reward, tokens: answer.tokens })
    one.view ??= answer.view
    if (place.mode === 'quick') one.confidences.push(answer.confidence)
  }
  return found.flatMap(({ question, ...rest }) =>
    question !== null && rest.sampled.think.length > 0 && rest.sampled.quick.length > 0
      ? [{ question, ...rest }]
      : [],
  )
}

function anotherModel(): PonderError {
  return new PonderError({
    code: 'another-model',
    message: 'The calibration stopped because another model was opened.',
    remedy: 'Open the model again and go on with it.',
  })
}

function cannotCalibrate(): PonderError {
  return new PonderError({
    code: 'cannot-calibrate',
    message: 'There is nothing to calibrate: no model is open that can think.',
    remedy: 'Open a model with a thought channel first.',
  })
}
