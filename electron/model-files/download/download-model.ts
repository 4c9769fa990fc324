import { mkdir, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkSpace, diskError, realDisk } from './disk.ts'
import { fetchPart, nameFile, type FetchOptions, type WantedFile } from './fetch-part.ts'
import type { Hub } from './hub-request.ts'
import { lookAt, partBytes, removePart } from './part-file.ts'
import type { Waiting } from './retry.ts'

/** How far a model of one or more files is; `bytes` counts all of them. */
export type ModelProgress =
  | { readonly kind: 'checking'; readonly bytes: number }
  | { readonly kind: 'receiving'; readonly bytes: number }
  | ({ readonly kind: 'waiting'; readonly bytes: number } & Waiting)
  /** This file has arrived and was checked. */
  | { readonly kind: 'checked'; readonly bytes: number; readonly file: WantedFile }

export type ModelDownloadOptions = Omit<FetchOptions, 'onProgress'> & {
  /** Paths of files that an earlier start has checked: they are not read again. */
  readonly checked?: readonly string[]
  readonly onProgress?: (progress: ModelProgress) => void
}

/**
 * Fetches what is missing of a model's files, in the order given. All of them get their names at the end, so that no
 * list ever shows half a model. Rejects with a PonderError, or with the signal's reason; what has arrived stays.
 */
export async function downloadModel(
  hub: Hub,
  root: string,
  files: readonly WantedFile[],
  { signal, checked = [], onProgress = () => {}, disk = realDisk }: ModelDownloadOptions,
): Promise<void> {
  const missing = await prepare(root, files)
  await checkSpace(disk, root, missing)
  let before = 0
  for (const file of files) {
    const bytes = before
    if (!checked.includes(file.path) || (await missingBytes(root, file)) > 0)
      await fetchPart(hub, root, file, {
        signal,
        disk,
        onProgress: (progress) => onProgress({ ...progress, bytes: bytes + progress.bytes }),
      })
    before += file.sizeBytes
    onProgress({ kind: 'checked', bytes: before, file })
  }
  for (const file of files) await nameFile(root, file)
}

/** Makes the models folder; the bytes that are still to come. */
async function prepare(root: string, files: readonly WantedFile[]): Promise<number> {
  try {
    await mkdir(root, { recursive: true, mode: 0o700 })
    const missing = await Promise.all(files.map((file) => missingBytes(root, file)))
    return missing.reduce((sum, bytes) => sum + bytes, 0)
  } catch (thrown) {
    throw diskError(thrown)
  }
}

async function missingBytes(root: string, { place, sizeBytes }: WantedFile): Promise<number> {
  const target = join(root, ...place)
  if ((await lookAt(target)) !== null) return 0
  return Math.max(0, sizeBytes - (await partBytes(target)))
}

/** Bytes of these files that are there, whole or not. */
export async function arrivedBytes(root: string, files: readonly WantedFile[]): Promise<number> {
  const missing = await Promise.all(files.map((file) => missingBytes(root, file)))
  return files.reduce((sum, { sizeBytes }, index) => sum + sizeBytes - (missing[index] ?? 0), 0)
}

/** Removes what has arrived of these files and has no name yet, and the folders that are empty then. */
export async function removeParts(root: string, files: readonly WantedFile[]): Promise<void> {
  for (const { place } of files) {
    const target = join(root, ...place)
    await removePart(target)
    let folder = dirname(target)
    for (let depth = place.length - 1; depth > 0 && (await isRemoved(folder)); depth -= 1)
      folder = dirname(folder)
  }
}

async function isRemoved(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    // Something else is in there, or it never was made.
    () => false,
  )
}
