import { PonderError, type Problem } from '../../contract/ponder-error.ts'
import type { ContextChoice } from '../../contract/context-choice.ts'
import type { Device } from '../../contract/devices.ts'
import type { EngineState, LoadedModel, TemplateChoice } from '../../contract/models.ts'
import type { TextEngine, TextEngineStatus } from '../../engine/text-engine.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import type { ModelMemory } from './model-memory.ts'

export type ModelRoom = {
  readonly state: () => EngineState
  /** False at the start, until it is known whether there is a model to open. */
  readonly isDecided: () => boolean
  /** The file behind an id; throws when it is no longer there. */
  readonly find: (modelId: string) => ModelFile
  /**
   * Opens a model in the background; what becomes of it is told by the state. What is wanted otherwise than before is kept
   * once it has been opened so.
   */
  readonly open: (file: ModelFile, wanted?: Wanted) => void
  /** Opens the open model again where it now belongs, if that is elsewhere. */
  readonly moveTo: (device: Device) => void
  /** Stops opening. The model before stays where it was not closed yet. */
  readonly cancel: () => void
  /** Says why this model is not opened by itself; `restart` opens it. */
  readonly holdBack: (file: ModelFile, problem: Problem) => void
  /** Tries again what failed. */
  readonly restart: () => void
  /** The open model has answered. */
  readonly answered: () => void
  /** There is none to open. */
  readonly stayEmpty: () => void
  /**
   * Closes the open model, to make room for another one in the background. Whoever needs it brings it back: `giveRoom` is
   * called, and then it is opened as before. False when none is open.
   */
  readonly rest: (giveRoom: () => void) => boolean
  /** Opens a model that rests. */
  readonly wake: () => void
  /** The open model, waiting while it loads; one that rests comes back. Rejects when there is none or it failed. */
  readonly ready: (signal: AbortSignal) => Promise<LoadedModel>
}

/** Null = as without any choice, left out = as it was chosen before. */
export type Wanted = {
  /** What its prompts are written by. */
  readonly template?: TemplateChoice | null | undefined
  /** What it holds at once. */
  readonly context?: ContextChoice | null | undefined
}

const noModel: Problem = {
  code: 'no-model',
  message: 'No model is open.',
  remedy: 'Choose a model at the top of the window.',
}

type Parts = {
  readonly engine: TextEngine
  readonly files: () => readonly ModelFile[]
  readonly memory: Pick<ModelMemory, 'template' | 'keepTemplate' | 'context' | 'keepContext' | 'answered'>
  readonly projectorOf: (file: ModelFile) => Promise<string | null>
  /** Told of every new state. */
  readonly changed: (state: EngineState) => void
}

/** Which model of `files` is open and how it is doing. */
export function createModelRoom({ engine, files, memory, projectorOf, changed }: Parts): ModelRoom {
  let state: EngineState = { kind: 'empty' }
  /** What the engine said last; the state runs ahead of it while a load is on its way there. */
  let said: EngineState = state
  let heldBack: ModelFile | null = null
  let isDecided = false
  let waiting: (() => void)[] = []
  let loading: AbortController | null = null
  /** While the model rests: takes the memory back from whoever has it. */
  let giveRoom: (() => void) | null = null
  /** Writes down what the person chose for the model that is being opened, once it has come up. */
  let keepChoice: ((modelId: string) => void) | null = null

  const become = (next: EngineState) => {
    state = next
    isDecided = true
    changed(state)
    const woken = waiting
    waiting = []
    for (const goOn of woken) goOn()
  }
  engine.onStatus((status) => {
    said = toState(status)
    if (state.kind === 'resting') return
    // Before anybody hears that it is open: whoever asks then what was chosen is told the truth.
    if (status.kind === 'ready') keepChoice?.(status.model.id)
    become(said)
  })

  const load = async (file: ModelFile, wanted: Wanted, signal: AbortSignal) => {
    const { id, name, path } = file
    const projectorPath = await projectorOf(file)
    const kept = { template: await memory.template(path), context: await memory.context(path) }
    if (signal.aborted) return
    const template = wanted.template === undefined ? kept.template : (wanted.template ?? undefined)
    const context = wanted.context === undefined ? kept.context : (wanted.context ?? undefined)
    keepChoice = (modelId) => {
      if (modelId !== id) return
      keepChoice = null
      if (wanted.template !== undefined) memory.keepTemplate(path, template)
      if (wanted.context !== undefined) memory.keepContext(path, context)
    }
    const { contextSize = null, cacheType } = context ?? {}
    const request = { id, name, path, projectorPath, contextSize, cacheType, threads: null, template }
    // The pieces reach the window as engine status; here only a failure matters.
    for await (const piece of engine.load(request, signal)) void piece
  }

  const find = (modelId: string): ModelFile => {
    const file = files().find((each) => each.id === modelId)
    if (!file) throw unknownModel()
    return file
  }

  const open = (file: ModelFile, wanted: Wanted = {}) => {
    heldBack = null
    giveRoom?.()
    giveRoom = null
    loading?.abort()
    const { signal } = (loading = new AbortController())
    become({ kind: 'loading', modelId: file.id, name: file.name, progress: 0, again: false })
    load(file, wanted, signal).catch((thrown: unknown) => {
      // The engine tells its own failures by status; only what never reached it is told here.
      if (signal.aborted || state.kind === 'failed') return
      if (!(thrown instanceof PonderError)) throw thrown
      become({ kind: 'failed', modelId: file.id, name: file.name, problem: thrown.toProblem() })
    })
  }

  const wake = () => {
    if (state.kind === 'resting') open(find(state.modelId))
  }

  const ready = async (signal: AbortSignal): Promise<LoadedModel> => {
    for (;;) {
      signal.throwIfAborted()
      if (state.kind === 'ready') return state.model
      wake()
      if (state.kind === 'empty' && isDecided) throw new PonderError(noModel)
      if (state.kind === 'failed') throw new PonderError(state.problem)
      const { promise, resolve } = Promise.withResolvers<void>()
      const goOn = () => resolve()
      waiting.push(goOn)
      signal.addEventListener('abort', goOn, { once: true })
      await promise
      signal.removeEventListener('abort', goOn)
    }
  }

  return {
    state: () => state,
    isDecided: () => isDecided,
    find,
    open,
    moveTo: ({ kind }) => {
      if (state.kind !== 'ready' || state.model.device.kind === kind) return
      engine.retryDevices()
      open(find(state.model.id))
    },
    cancel: () => {
      if (state.kind !== 'loading') return
      loading?.abort()
      engine.giveUpLoading()
      if (state.kind === 'loading') become(said)
    },
    holdBack: (file, problem) => {
      heldBack = file
      become({ kind: 'failed', modelId: file.id, name: file.name, problem })
    },
    restart: () => (heldBack === null ? engine.restart() : open(heldBack)),
    answered: () => {
      const { id } = state.kind === 'ready' ? state.model : { id: null }
      const file = files().find((each) => each.id === id)
      if (file !== undefined) memory.answered(file.path)
    },
    stayEmpty: () => become({ kind: 'empty' }),
    rest: (give) => {
      if (state.kind !== 'ready') return false
      giveRoom = give
      become({ kind: 'resting', modelId: state.model.id, name: state.model.name })
      engine.unload()
      return true
    },
    wake,
    ready,
  }
}

function toState(status: TextEngineStatus): EngineState {
  switch (status.kind) {
    case 'empty':
      return { kind: 'empty' }
    case 'loading': {
      const { request, progress, again } = status
      return { kind: 'loading', modelId: request.id, name: request.name, progress, again }
    }
    case 'ready':
      return { kind: 'ready', model: status.model }
    case 'failed': {
      const { request, problem } = status
      return { kind: 'failed', modelId: request?.id ?? null, name: request?.name ?? null, problem }
    }
    default:
      return status satisfies never
  }
}

function unknownModel(): PonderError {
  return new PonderError({
    code: 'unknown-model',
    message: 'That model is no longer where it was.',
    remedy: 'Choose another model, or put the file back and look again.',
  })
}
