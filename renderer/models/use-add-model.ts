import { useCallback, useMemo, useRef, useState } from 'react'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { AddedModel } from '../../electron/contract/models.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from '../state/use-notices.ts'
import { chooseFiles } from './choose-files.ts'
import { copyModel } from './copy-model.ts'

/** A file on its way into the models folder; `share` 0 to 1. */
export type Copying = { readonly name: string; readonly share: number }

export type AddModel = {
  /** Lets the person choose a model file. */
  readonly choose: () => void
  /** Files that were dropped on the window. */
  readonly addFiles: (files: readonly File[]) => void
  /** Null while nothing is being copied. */
  readonly copying: Copying | null
  readonly cancel: () => void
}

/**
 * Adding model files and opening the last of them. In the desktop window they are used where they lie; a browser page
 * has only their bytes, so they are copied.
 */
export function useAddModel(ponder: Ponder, { attempt, say }: Notices): AddModel {
  const [copying, setCopying] = useState<Copying | null>(null)
  const stop = useRef<AbortController | null>(null)

  const addFiles = useCallback(
    (files: readonly File[]) => {
      const models = files.filter(({ name }) => /\.gguf$/i.test(name))
      if (models.length < files.length) say(notYet)
      if (models.length === 0) return
      stop.current = new AbortController()
      const { signal } = stop.current
      attempt(() => addAndOpen(ponder, models, setCopying, signal))
    },
    [ponder, attempt, say],
  )
  const choose = useCallback(() => {
    const shell = window.ponderShell
    if (shell === undefined) return chooseFiles(addFiles)
    attempt(async () => {
      const modelId = idOf(await shell.chooseModel())
      if (modelId !== null) await ponder.calls().openModel({ modelId })
    })
  }, [ponder, attempt, addFiles])
  const cancel = useCallback(() => stop.current?.abort(), [])
  return useMemo(() => ({ choose, addFiles, copying, cancel }), [choose, addFiles, copying, cancel])
}

const notYet = 'Only model files (.gguf) can be dropped here yet. Pictures and documents come later.'

async function addAndOpen(
  ponder: Ponder,
  files: readonly File[],
  show: (copying: Copying | null) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: string | null = null
  try {
    // One after another: the parts of a split model make one only when all are there.
    for (const file of files) {
      const onShare = (share: number): void => show({ name: file.name, share })
      last = (await addOne(ponder, file, onShare, signal)) ?? last
    }
  } finally {
    show(null)
  }
  if (last !== null && !signal.aborted) await ponder.calls().openModel({ modelId: last })
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
