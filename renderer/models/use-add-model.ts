import { useCallback, useMemo, useRef, useState } from 'react'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { AddedModel } from '../../electron/contract/models.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'
import { chooseFiles } from '../parts/choose-files.ts'
import { giveFiles } from '../writing/given.ts'
import { copyModel } from './copy-model.ts'
import { createCopyingStore, type CopyingStore } from './copying-store.ts'

export type AddModel = {
  /** Lets the person choose a model file. */
  readonly choose: () => void
  /** Files that were dropped on the window. */
  readonly addFiles: (files: readonly File[]) => void
  readonly copying: CopyingStore
  readonly cancel: () => void
}

/**
 * Adding model files and opening the last of them. In the desktop window they are used where they lie; a browser page
 * has only their bytes, so they are copied.
 */
export function useAddModel(ponder: Ponder, { attempt, say }: Notices): AddModel {
  const [copying] = useState(createCopyingStore)
  const stop = useRef<AbortController | null>(null)

  const addFiles = useCallback(
    (files: readonly File[]) => {
      const models = files.filter(({ name }) => /\.gguf$/i.test(name))
      const others = files.filter((file) => !models.includes(file))
      if (others.length > 0 && !giveFiles(others)) say(noMessage)
      if (models.length === 0) return
      stop.current = new AbortController()
      const { signal } = stop.current
      attempt(async () => {
        const hasModel = await addAndOpen(ponder, models, copying, signal)
        if (!hasModel && !signal.aborted) say(noModel(models))
      })
    },
    [ponder, attempt, say, copying],
  )
  const choose = useCallback(() => {
    const shell = window.ponderShell
    if (shell === undefined) return chooseFiles('.gguf', addFiles)
    attempt(async () => {
      const modelId = idOf(await shell.chooseModel())
      if (modelId !== null) await ponder.calls().openModel({ modelId })
    })
  }, [ponder, attempt, addFiles])
  const cancel = useCallback(() => stop.current?.abort(), [])
  return useMemo(() => ({ choose, addFiles, copying, cancel }), [choose, addFiles, copying, cancel])
}

/** They are kept: an image half is of use as soon as its model is there. */
function noModel(files: readonly File[]): string {
  const names = files.map(({ name }) => name).join(', ')
  return `${names} was copied, but is no model by itself: by its name it is the image half of one. Add that model too.`
}

const noMessage = 'Images go into a message: open a chat and drop them there.'

/** False when no model was among the files. */
async function addAndOpen(
  ponder: Ponder,
  files: readonly File[],
  copying: CopyingStore,
  signal: AbortSignal,
): Promise<boolean> {
  let last: string | null = null
  try {
    // One after another: the parts of a split model make one only when all are there.
    for (const file of files) {
      let shown = -1
      const onShare = (share: number): void => {
        // The window is drawn again a hundred times at most, however large the file is.
        const next = Math.floor(share * 100) / 100
        if (next !== shown) copying.set({ name: file.name, share: next })
        shown = next
      }
      last = (await addOne(ponder, file, onShare, signal)) ?? last
    }
  } finally {
    copying.set(null)
  }
  if (last !== null && !signal.aborted) await ponder.calls().openModel({ modelId: last })
  return last !== null
}

async function addOne(
  ponder: Ponder,
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const shell = window.ponderShell
  if (shell !== undefined) return idOf(await shell.addModel(file))
  return copyModel(ponder.calls(), file, onShare, signal)
}

function idOf(added: AddedModel): string | null {
  if (added.kind === 'refused') throw new PonderError(added.problem)
  return added.kind === 'added' ? added.modelId : null
}
