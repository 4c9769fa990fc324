import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { PonderError, type Problem } from '../../contract/ponder-error.ts'
import type { CopyUpdate } from '../../contract/window-calls.ts'
import type { HeaderChecker } from '../../engine/header-check/header-checker.ts'
import { modelNameOf } from '../../model-files/found/models-among.ts'
import { beginCopy, type Copy, type WantedCopy } from '../../model-files/copies/receive-copy.ts'
import { realDisk } from '../../model-files/download/disk.ts'
import type { ModelList } from './model-list.ts'

export type ModelCopies = {
  readonly receive: (wanted: WantedCopy, signal: AbortSignal) => AsyncIterable<CopyUpdate>
  readonly take: (uploadId: string, offset: number, bytes: Uint8Array) => Promise<void>
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

/** Refusals that say nothing against the file itself. */
const MAY_PASS = ['model-part-missing', 'model-check-too-slow', 'model-check-died', 'model-file-unreadable']

/** Model files that come from a window byte by byte, one at a time: two would only slow each other. */
export function createModelCopies(
  modelsFolder: string,
  list: ModelList,
  checker: Pick<HeaderChecker, 'read'>,
): ModelCopies {
  let current: Copy | 'beginning' | null = null

  async function* receive(wanted: WantedCopy, signal: AbortSignal): AsyncGenerator<CopyUpdate> {
    if (current !== null) throw new PonderError(oneAtATime)
    current = 'beginning'
    let copy: Copy | null = null
    try {
      copy = await beginCopy(modelsFolder, wanted, realDisk)
      current = copy
      yield { kind: 'ready', uploadId: copy.id }
      const path = await wholeUnlessLeft(copy, signal)
      if (path === null) return
      await removeUseless(path, wanted.name)
      await list.lookAtOwn()
      yield { kind: 'done', modelId: list.files().find((file) => isOf(file.path, path))?.id ?? null }
    } finally {
      await copy?.end()
      current = null
    }
  }

  /** A copy that no one could open would only stand in the way of a better one by its name. */
  async function removeUseless(path: string, name: string): Promise<void> {
    try {
      await checker.read(path, name)
    } catch (thrown) {
      if (!(thrown instanceof PonderError)) throw thrown
      if (MAY_PASS.includes(thrown.code)) return
      await rm(path, { force: true })
      throw thrown
    }
  }

  return {
    receive,
    take: async (uploadId, offset, bytes) => {
      if (current === null || current === 'beginning' || current.id !== uploadId)
        throw new PonderError(givenUp)
      await current.take(offset, bytes)
    },
  }
}

/** A model, and a file of it: the first part of a split one stands for all. */
function isOf(modelPath: string, path: string): boolean {
  const nameOf = (each: string): string => modelNameOf(basename(each))
  return dirname(modelPath) === dirname(path) && nameOf(modelPath) === nameOf(path)
}

/** Null when the window left first. */
function wholeUnlessLeft(copy: Copy, signal: AbortSignal): Promise<string | null> {
  const left = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  return Promise.race([copy.whole, left])
}
