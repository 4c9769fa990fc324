import { setImmediate } from 'node:timers/promises'
import { yielded } from '../../capabilities/grade-answers/index.ts'
import type { DescribedJudge } from '../../contract/grades.ts'
import type { LoadedModel } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Scorer } from '../../engine/scorer.ts'
import type { TextEngine } from '../../engine/text-engine.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import type { BesideChat } from '../beside-chat.ts'
import { nameOfModel, replaced, type Bench } from '../grading/bench.ts'
import type { Judge } from '../grading/judge-step.ts'
import type { ModelFactsRoom, Weighed } from './model-facts.ts'
import type { ModelRoom } from './model-room.ts'

/** So long after its last work a second model gives its memory back; sooner where the open model had to make room. */
const IDLE_MS = 60_000
const IDLE_TAKING_TURNS_MS = 1_500
/** Above this share of the free memory other programs begin to suffer. */
const COMFORTABLE = 0.85

export type OtherModels = {
  /** A model at work beside the chat, the open one or another; null = the open one. */
  readonly bench: (modelId: string | null, signal: AbortSignal) => Promise<Bench>
  /** The same as a judge: one with a ranking head scores, any other writes. Which it is, is found in its file. */
  readonly judge: (modelId: string | null, signal: AbortSignal) => Promise<Judge>
  /** The judge where the open model need not make room for it; else null. */
  readonly judgeBeside: (modelId: string | null, signal: AbortSignal) => Promise<Judge | null>
  /** What a model would be as a judge, and where it would find room; it is not opened for that. */
  readonly describeJudge: (modelId: string, signal: AbortSignal) => Promise<DescribedJudge>
  readonly close: () => Promise<void>
}

type Parts = {
  /** The chat's. */
  readonly engine: TextEngine
  readonly models: Pick<ModelRoom, 'state' | 'find' | 'ready' | 'rest' | 'wake'>
  readonly beside: BesideChat
  readonly facts: Pick<ModelFactsRoom, 'weigh'>
  readonly openEngine: () => TextEngine
  readonly openScorer: () => Scorer
  /** The open model always makes room for another one. */
  readonly takesTurns: () => boolean
}

type Opened = { readonly modelId: string; readonly use: TextEngine | Scorer }

/**
 * Models besides the open one, for work in the background: one at a time, in an engine of its own. It stands in memory beside
 * the open model where both fit; where they do not, the open model makes room and comes back: at once when it is asked
 * something, else when the work is done.
 */
export function createOtherModels(parts: Parts): OtherModels {
  const { engine, models, beside, facts } = parts
  /** What is known of models that were open once, so that kept work is found without opening them again. */
  const known = new Map<string, LoadedModel>()
  let opened: Opened | null = null
  /** The one that is being opened, or is open. */
  let current: TextEngine | Scorer | null = null
  let idle: NodeJS.Timeout | undefined

  const close = () => {
    clearTimeout(idle)
    const before = current
    current = null
    opened = null
    return before?.close() ?? Promise.resolve()
  }
  const giveRoom = () => void close()
  const restartIdle = () => {
    const isInItsPlace = models.state().kind === 'resting'
    idle = setTimeout(
      () => {
        giveRoom()
        models.wake()
      },
      isInItsPlace ? IDLE_TAKING_TURNS_MS : IDLE_MS,
    ).unref()
  }

  /** Makes the open model rest where both are too much. */
  const makeRoom = async (file: ModelFile, stop: AbortSignal) => {
    await whenOpened(stop)
    if (models.state().kind !== 'ready') return
    const room = roomFor(await facts.weigh(file, stop))
    if (room === 'beside') return
    if (room === 'none') throw tooBig(file.name)
    // Whoever waited for the open model asks it first.
    await setImmediate()
    stop.throwIfAborted()
    models.rest(giveRoom)
  }
  const roomFor = ({ needBytes, freeBytes, haveBytes }: Weighed): DescribedJudge['room'] => {
    const fitsBeside = needBytes <= freeBytes * COMFORTABLE
    if (fitsBeside && !parts.takesTurns()) return 'beside'
    return fitsBeside || needBytes <= haveBytes ? 'turns' : 'none'
  }
  const whenOpened = async (stop: AbortSignal) => {
    try {
      // Empty: none is open, or Ponder has just started and is about to open one.
      if (['loading', 'empty'].includes(models.state().kind)) await models.ready(stop)
    } catch (thrown) {
      // One that could not be opened takes no room.
      if (stop.aborted || !(thrown instanceof PonderError)) throw thrown
    }
  }

  const ensure = async <Use extends TextEngine | Scorer>(
    file: ModelFile,
    open: (stop: AbortSignal) => Promise<Use>,
    stop: AbortSignal,
  ): Promise<void> => {
    clearTimeout(idle)
    if (opened?.modelId === file.id) return
    await close()
    await makeRoom(file, stop)
    const use = await open(stop)
    if (current === use) opened = { modelId: file.id, use }
    else throw yielded
  }
  const openToWrite = async ({ id, name, path, projectorPath }: ModelFile, stop: AbortSignal) => {
    const other = parts.openEngine()
    current = other
    const request = { id, name, path, projectorPath, contextSize: null, threads: null }
    let isOpen = false
    try {
      for await (const piece of other.load(request, stop)) {
        if (piece.kind !== 'loaded') continue
        known.set(id, piece.model)
        isOpen = true
      }
    } catch (thrown) {
      // Its engine was closed for the chat: that says nothing of the model.
      throw current === other ? thrown : yielded
    } finally {
      if (!isOpen) await other.close()
    }
    stop.throwIfAborted()
    return other
  }

  const runOn =
    <Use extends TextEngine | Scorer>(
      file: ModelFile,
      open: (file: ModelFile, stop: AbortSignal) => Promise<Use>,
    ): BesideChat['run'] =>
    (work, signal) =>
      beside.run(
        async (stop) => {
          try {
            await ensure(file, (until) => open(file, until), stop)
            const mine = current
            try {
              return await work(stop)
            } catch (thrown) {
              // Its engine was closed for the chat: that says nothing of the work.
              throw current === mine ? thrown : yielded
            }
          } finally {
            restartIdle()
          }
        },
        signal,
        async () => {},
      )

  const benchOfOpen = (model: LoadedModel): Bench => {
    const stillOpen = () => {
      const now = models.state()
      if (now.kind !== 'ready') throw yielded
      if (!isSame(now.model, model)) throw replaced(model.name)
    }
    const run: BesideChat['run'] = (work, signal) =>
      beside.run(async (stop) => {
        // Work waits for the chat, where another model may be chosen: what that one says is not this one's.
        stillOpen()
        const done = await work(stop)
        stillOpen()
        return done
      }, signal)
    return { engine, model, run }
  }

  const bench = async (modelId: string | null, signal: AbortSignal): Promise<Bench> => {
    if (modelId === null || isOpenModel(models, modelId)) return benchOfOpen(await models.ready(signal))
    const run = runOn(models.find(modelId), openToWrite)
    const model = known.get(modelId) ?? (await run(async () => known.get(modelId), signal))
    if (model === undefined) throw new Error('A model was opened that nothing is known of.')
    const writer = (): TextEngine => {
      const now = opened?.modelId === modelId ? opened.use : null
      if (now === null || !('generate' in now)) throw yielded
      return now
    }
    const other: Bench['engine'] = {
      generate: (request, stop) => writer().generate(request, stop),
      generateSeveral: (request, seeds, stop) => writer().generateSeveral(request, seeds, stop),
      countTokens: (messages) => writer().countTokens(messages),
    }
    return { model, run, engine: other }
  }

  const openToScore = async () => (current = parts.openScorer())
  const judgeThatScores = (file: ModelFile): Judge => ({
    kind: 'scores',
    name: file.name,
    key: [file.id, file.sizeBytes],
    run: runOn(file, openToScore),
    score: (query, documents, stop) => {
      const use = opened?.modelId === file.id ? opened.use : null
      if (use === null || !('score' in use)) throw yielded
      return use.score(file, query, documents, stop)
    },
  })

  const judge = async (modelId: string | null, signal: AbortSignal): Promise<Judge> => {
    if (modelId !== null && !isOpenModel(models, modelId)) {
      const file = models.find(modelId)
      if ((await facts.weigh(file, signal)).use === 'ranking') return judgeThatScores(file)
    }
    return { kind: 'writes', ...(await bench(modelId, signal)) }
  }
  const describeJudge = async (modelId: string, signal: AbortSignal): Promise<DescribedJudge> => {
    const weighed = await facts.weigh(models.find(modelId), signal)
    return {
      kind: weighed.use === 'ranking' ? 'scores' : 'writes',
      room: isOpenModel(models, modelId) ? 'open' : roomFor(weighed),
    }
  }

  return {
    bench,
    judge,
    judgeBeside: async (modelId, signal) => {
      if (modelId === null) return judge(null, signal)
      await whenOpened(signal)
      return (await describeJudge(modelId, signal)).room === 'turns' ? null : judge(modelId, signal)
    },
    describeJudge,
    close,
  }
}

function isOpenModel({ state }: Pick<ModelRoom, 'state'>, modelId: string): boolean {
  const now = state()
  if (now.kind === 'ready') return now.model.id === modelId
  return now.kind !== 'empty' && now.modelId === modelId
}

function isSame(one: LoadedModel, other: LoadedModel): boolean {
  return JSON.stringify(nameOfModel(one)) === JSON.stringify(nameOfModel(other))
}

function tooBig(name: string): PonderError {
  return new PonderError({
    code: 'model-too-big',
    message: `${name} does not fit into the memory that is free now.`,
    remedy: 'Close other programs, or choose a smaller model.',
  })
}
