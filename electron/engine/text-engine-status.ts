import type { LoadedModel } from '../contract/models.ts'
import type { Problem } from '../contract/ponder-error.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { LoadRequest } from './engine.ts'

export type TextEngineStatus =
  | { readonly kind: 'empty' }
  /** `progress` 0 to 1; `again`: the engine died and its model is being opened again. */
  | {
      readonly kind: 'loading'
      readonly request: LoadRequest
      readonly progress: number
      readonly again: boolean
    }
  | { readonly kind: 'ready'; readonly model: LoadedModel }
  | { readonly kind: 'failed'; readonly request: LoadRequest | null; readonly problem: Problem }

export type StatusBoard = {
  readonly now: () => TextEngineStatus
  readonly set: (status: TextEngineStatus) => void
  /** Told of every new status. */
  readonly listen: (listener: (status: TextEngineStatus) => void) => void
  /** Waits while a model is loading. Rejects when none is coming. */
  readonly ready: (signal: AbortSignal | null) => Promise<LoadedModel>
}

export function createStatusBoard(): StatusBoard {
  let status: TextEngineStatus = { kind: 'empty' }
  const listeners = new Set<(status: TextEngineStatus) => void>()

  function nextStatus(signal: AbortSignal | null): Promise<void> {
    return new Promise((resolve) => {
      function done(): void {
        listeners.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      listeners.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  }

  return {
    now: () => status,
    set(next) {
      status = next
      for (const listener of listeners) listener(status)
    },
    listen: (listener) => void listeners.add(listener),
    async ready(signal) {
      for (;;) {
        signal?.throwIfAborted()
        if (status.kind === 'ready') return status.model
        if (status.kind === 'failed') throw new PonderError(status.problem)
        if (status.kind === 'empty') throw noModel()
        await nextStatus(signal)
      }
    },
  }
}

function noModel(): PonderError {
  return new PonderError({ code: 'no-model', message: 'No model is open.', remedy: 'Choose a model first.' })
}
