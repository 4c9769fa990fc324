import { PonderError, type Problem } from '../contract/ponder-error.ts'
import type { CopyUpdate } from '../contract/window-calls.ts'
import { beginCopy, type Copy, type WantedCopy } from '../model-files/copies/receive-copy.ts'
import { realDisk } from '../model-files/download/disk.ts'
import type { ModelList } from './model-list.ts'

export type ModelCopies = {
  readonly receive: (wanted: WantedCopy, signal: AbortSignal) => AsyncIterable<CopyUpdate>
  readonly take: (copyId: string, offset: number, bytes: Buffer) => Promise<void>
}

const oneAtATime: Problem = {
  code: 'copying-already',
  message: 'Another model is being copied.',
  remedy: 'Wait until it is there, or cancel it, then add this one again.',
}
const givenUp: Problem = {
  code: 'copy-broken',
  message: 'That copy was given up.',
  remedy: 'Add the file again.',
}

/** Model files that come from a window byte by byte, one at a time: two would only slow each other. */
export function createModelCopies(modelsFolder: string, list: ModelList): ModelCopies {
  let current: Copy | 'beginning' | null = null

  async function* receive(wanted: WantedCopy, signal: AbortSignal): AsyncGenerator<CopyUpdate> {
    if (current !== null) throw new PonderError(oneAtATime)
    current = 'beginning'
    let copy: Copy | null = null
    try {
      copy = await beginCopy(modelsFolder, wanted, realDisk)
      current = copy
      yield { kind: 'ready', copyId: copy.id }
      const path = await wholeUnlessLeft(copy, signal)
      if (path === null) return
      await list.lookAtOwn()
      yield { kind: 'done', modelId: list.files().find((file) => file.path === path)?.id ?? null }
    } finally {
      await copy?.end()
      current = null
    }
  }

  return {
    receive,
    take: async (copyId, offset, bytes) => {
      if (current === null || current === 'beginning' || current.id !== copyId) throw new PonderError(givenUp)
      await current.take(offset, bytes)
    },
  }
}

/** Null when the window left first. */
function wholeUnlessLeft(copy: Copy, signal: AbortSignal): Promise<string | null> {
  const left = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  return Promise.race([copy.whole, left])
}
