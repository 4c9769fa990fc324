import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSpace, diskError, realDisk } from './disk.ts'
import { downloadFile, type DownloadOptions, type WantedFile } from './download-file.ts'
import type { Hub } from './hub-request.ts'
import { lookAt, partBytes, removePart } from './part-file.ts'
import type { Waiting } from './retry.ts'

/** How far a model of one or more files is; `bytes` counts all of them. */
export type ModelProgress =
  | { readonly kind: 'checking'; readonly bytes: number }
  | { readonly kind: 'receiving'; readonly bytes: number }
  | ({ readonly kind: 'waiting'; readonly bytes: number } & Waiting)
  /** This file is whole and has its name. */
  | { readonly kind: 'finished'; readonly bytes: number; readonly file: WantedFile }

export type ModelDownloadOptions = Omit<DownloadOptions, 'onProgress'> & {
  readonly onProgress?: (progress: ModelProgress) => void
}

/**
 * Fetches the files of a model that are not there yet, in the order given. The one that a list of models shows comes
 * last, so that no list ever shows half a model.
 */
export async function downloadModel(
  hub: Hub,
  root: string,
  files: readonly WantedFile[],
  { signal, onProgress = () => {}, disk = realDisk }: ModelDownloadOptions,
): Promise<void> {
  try {
    await mkdir(root, { recursive: true, mode: 0o700 })
    const missing = await Promise.all(files.map((file) => missingBytes(root, file)))
    await checkSpace(
      disk,
      root,
      missing.reduce((sum, bytes) => sum + bytes, 0),
    )
  } catch (thrown) {
    throw diskError(thrown)
  }
  let before = 0
  for (const file of files) {
    await downloadFile(hub, root, file, {
      signal,
      disk,
      onProgress: (progress) => onProgress({ ...progress, bytes: before + progress.bytes }),
    })
    before += file.sizeBytes
    onProgress({ kind: 'finished', bytes: before, file })
  }
}

async function missingBytes(root: string, { place, sizeBytes }: WantedFile): Promise<number> {
  const target = join(root, ...place)
  if ((await lookAt(target)) !== null) return 0
  return Math.max(0, sizeBytes - (await partBytes(target)))
}

/** Bytes of these files that have arrived and are not whole files yet. */
export async function arrivedBytes(root: string, files: readonly WantedFile[]): Promise<number> {
  const sizes = await Promise.all(files.map((file) => partBytes(join(root, ...file.place))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Removes what has arrived of these files and was not finished. */
export async function removeParts(root: string, files: readonly WantedFile[]): Promise<void> {
  for (const file of files) await removePart(join(root, ...file.place))
}
