import { PonderError, type Problem } from '../contract/ponder-error.ts'
import type { EngineState, LoadedModel } from '../contract/models.ts'
import type { TextEngine, TextEngineStatus } from '../engine/text-engine.ts'
import type { ModelFile } from '../model-files/list-models.ts'

export type ModelRoom = {
  readonly state: () => EngineState
  /** False at the start, until it is known whether there is a model to open. */
  readonly isDecided: () => boolean
  /** The file behind an id; throws when it is no longer there. */
  readonly find: (modelId: string) => ModelFile
  /** Opens a model in the background; what becomes of it is told by the state. */
  readonly open: (file: ModelFile) => void
  /** There is none to open. */
  readonly stayEmpty: () => void
  /** The open model, waiting while it loads. Rejects when there is none or it failed. */
  readonly ready: (signal: AbortSignal) => Promise<LoadedModel>
}

const noModel: Problem = {
  code: 'no-model',
  message: 'No model is open.',
  remedy: 'Choose a model at the top of the window.',
}

/** Which model of `files` is open and how it is doing; `changed` is told of every new state. */
export function createModelRoom(
  engine: TextEngine,
  files: () => readonly ModelFile[],
  changed: (state: EngineState) => void,
): ModelRoom {
  let state: EngineState = { kind: 'empty' }
  let isDecided = false
  let waiting: (() => void)[] = []
  let loading: AbortController | null = null

  const become = (next: EngineState) => {
    state = next
    isDecided = true
    changed(state)
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  engine.onStatus((status) => become(toState(status)))

  const load = async (file: ModelFile, signal: AbortSignal) => {
    const request = { id: file.id, name: file.name, path: file.path, contextSize: null, threads: null }
    // The pieces reach the window as engine status; here only the end matters.
    for await (const piece of engine.load(request, signal)) void piece
  }

  const find = (modelId: string): ModelFile => {
    const file = files().find((each) => each.id === modelId)
    if (!file) throw unknownModel()
    return file
  }

  const open = (file: ModelFile) => {
    loading?.abort()
    const { signal } = (loading = new AbortController())
    become({ kind: 'loading', modelId: file.id, name: file.name, progress: 0, again: false })
    load(file, signal).catch((thrown: unknown) => {
      // The engine tells its own failures by status; only what never reached it is told here.
      if (signal.aborted || state.kind === 'failed') return
      if (!(thrown instanceof PonderError)) throw thrown
      become({ kind: 'failed', modelId: file.id, name: file.name, problem: thrown.toProblem() })
    })
  }

  const ready = async (signal: AbortSignal): Promise<LoadedModel> => {
    for (;;) {
      signal.throwIfAborted()
      if (state.kind === 'ready') return state.model
      if (state.kind === 'empty' && isDecided) throw new PonderError(noModel)
      if (state.kind === 'failed') throw new PonderError(state.problem)
      const { promise, resolve } = Promise.withResolvers<void>()
      const wake = () => resolve()
      waiting.push(wake)
      signal.addEventListener('abort', wake, { once: true })
      await promise
      signal.removeEventListener('abort', wake)
    }
  }

  return {
    state: () => state,
    isDecided: () => isDecided,
    find,
    open,
    stayEmpty: () => become({ kind: 'empty' }),
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
