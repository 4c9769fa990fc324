import type { ContextChoice } from '../../contract/context-choice.ts'
import type { TemplateChoice } from '../../contract/models.ts'
import { modelFileKey } from '../../engine/think-modes/probe-cache.ts'
import type { Store } from '../../store/store.ts'

/** So often in a row, and a model is no longer opened by itself. */
export const MOST_CRASHES = 3

export type ModelMemory = {
  /** The template a person chose for this file; undefined = its own. */
  readonly template: (path: string) => Promise<TemplateChoice | undefined>
  /** Only for a file whose template or context was asked for before. */
  readonly keepTemplate: (path: string, template: TemplateChoice | undefined) => void
  /** What it is to hold at once, as a person chose; undefined = Ponder decides. */
  readonly context: (path: string) => Promise<ContextChoice | undefined>
  /** Only for a file whose template or context was asked for before. */
  readonly keepContext: (path: string, context: ContextChoice | undefined) => void
  /** The path of the image half a person chose; undefined = the one beside it. */
  readonly projector: (path: string) => Promise<string | undefined>
  readonly keepProjector: (path: string, projectorPath: string | null) => Promise<void>
  /** It ended the engine, once more. */
  readonly crashed: (path: string) => void
  /** It has answered: what was before counts no more. */
  readonly answered: (path: string) => void
  readonly crashes: (path: string) => Promise<number>
  /** Before the store is closed: what comes later knows and keeps nothing. */
  readonly close: () => void
}

type Kept = Pick<
  Store,
  | 'modelTemplate'
  | 'keepModelTemplate'
  | 'modelContext'
  | 'keepModelContext'
  | 'modelProjector'
  | 'keepModelProjector'
  | 'modelCrashes'
  | 'keepModelCrashes'
>

/** What is remembered of model files, whatever they are called and wherever they lie: by their content. */
export function createModelMemory(store: Kept): ModelMemory {
  /** Keys of files that were asked about, so that something is kept at once, even where the file can no longer be read. */
  const keys = new Map<string, string>()
  let isClosed = false

  /** Null for a file that is not there or may not be read: nothing is known of it then. */
  const keyOf = async (path: string): Promise<string | null> => {
    try {
      const key = await modelFileKey(path)
      keys.set(path, key)
      return isClosed ? null : key
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown) return null
      throw thrown
    }
  }
  const count = (path: string, change: (crashes: number) => number): void => {
    const key = keys.get(path)
    if (key === undefined || isClosed) return
    const before = store.modelCrashes(key)
    const after = change(before)
    if (after !== before) store.keepModelCrashes(key, after)
  }

  return {
    template: async (path) => {
      const key = await keyOf(path)
      return key === null ? undefined : (store.modelTemplate(key) ?? undefined)
    },
    keepTemplate: (path, template) => {
      const key = keys.get(path)
      if (key !== undefined && !isClosed) store.keepModelTemplate(key, template ?? null)
    },
    context: async (path) => {
      const key = await keyOf(path)
      return key === null ? undefined : (store.modelContext(key) ?? undefined)
    },
    keepContext: (path, context) => {
      const key = keys.get(path)
      if (key !== undefined && !isClosed) store.keepModelContext(key, context ?? null)
    },
    projector: async (path) => {
      const key = await keyOf(path)
      return key === null ? undefined : (store.modelProjector(key) ?? undefined)
    },
    keepProjector: async (path, projectorPath) => {
      const key = await keyOf(path)
      if (key !== null) store.keepModelProjector(key, projectorPath)
    },
    crashed: (path) => count(path, (crashes) => crashes + 1),
    answered: (path) => count(path, () => 0),
    crashes: async (path) => {
      const key = await keyOf(path)
      return key === null ? 0 : store.modelCrashes(key)
    },
    close: () => {
      isClosed = true
    },
  }
}
