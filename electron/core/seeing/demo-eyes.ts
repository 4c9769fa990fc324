import type { LoadedModel } from '../../contract/models.ts'
import type { SeeingEngine } from '../../engine/seeing/seeing-engine.ts'
import type { ModelFile } from '../../model-files/list-models.ts'

/** So long after its last use it gives its memory back. */
const IDLE_MS = 60_000

export type BorrowedEyes = {
  readonly engine: SeeingEngine
  readonly model: LoadedModel
  readonly giveBack: () => void
}

export type DemoEyes = {
  /** null where the demo model cannot see, or came not along. */
  readonly borrow: (signal: AbortSignal) => Promise<BorrowedEyes | null>
  readonly close: () => Promise<void>
}

type Parts = {
  readonly files: () => readonly ModelFile[]
  readonly openEngine: () => SeeingEngine
}

type Opened = { readonly engine: SeeingEngine; readonly model: Promise<LoadedModel> }

/** The demo model beside the open one, for images that the open one cannot see: opened when it is needed. */
export function createDemoEyes({ files, openEngine }: Parts): DemoEyes {
  let opened: Opened | null = null
  let users = 0
  let idle: NodeJS.Timeout | undefined

  const close = async () => {
    clearTimeout(idle)
    const before = opened
    opened = null
    await before?.engine.close()
  }

  return {
    async borrow(signal) {
      const file = files().find((each) => each.source === 'demo' && each.projectorPath !== null)
      if (file === undefined) return null
      clearTimeout(idle)
      users += 1
      const giveBack = () => {
        users -= 1
        if (users === 0) idle = setTimeout(() => void close(), IDLE_MS).unref()
      }
      try {
        opened ??= open(openEngine(), file)
        const { engine, model } = opened
        const loaded = await model
        signal.throwIfAborted()
        return { engine, model: loaded, giveBack }
      } catch (thrown) {
        giveBack()
        if (!signal.aborted) await close()
        throw thrown
      }
    },
    close,
  }
}

function open(engine: SeeingEngine, { id, name, path, projectorPath }: ModelFile): Opened {
  const load = async (): Promise<LoadedModel> => {
    const request = { id, name, path, projectorPath, contextSize: null, threads: null }
    for await (const piece of engine.load(request, new AbortController().signal))
      if (piece.kind === 'loaded') return piece.model
    throw new Error('a load ended without its model')
  }
  return { engine, model: load() }
}
