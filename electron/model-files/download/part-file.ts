import { createHash, type Hash } from 'node:crypto'
import {
  lstat,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { z } from 'zod'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Disk } from './disk.ts'
import type { HubFile } from './hub.ts'

/** What has arrived of a file, under a name that no program takes for a model. */
export type PartFile = {
  /** Bytes that are on disk and in the sum. */
  readonly received: () => number
  /** The hub's mark of the version they belong to, to be asked for again; null when it gave none. */
  readonly etag: () => string | null
  /** Reads what is there from an earlier start into the sum. Throws the signal's reason when stopped. */
  readonly readAgain: (onRead: (bytes: number) => void, signal: AbortSignal) => Promise<void>
  /** Forgets what is there; what comes next belongs to this version. */
  readonly startOver: (etag: string | null) => Promise<void>
  readonly append: (bytes: Buffer) => Promise<void>
  readonly sha256: () => string
  /** Waits until all of it is on the disk itself: after a power cut a model is whole or still a part. */
  readonly save: () => Promise<void>
  readonly close: () => Promise<void>
}

const partPath = (target: string): string => `${target}.part`
const notePath = (target: string): string => `${target}.part.json`

/** A weak mark says "much the same", which is not enough to glue two halves together. */
export const STRONG_ETAG = /^"[\x21\x23-\x7e]{1,500}"$/

/** Beside each part: what it is a part of. A part without it, or of another file, is worth nothing. */
const noteSchema = z.object({
  sha256: z.string(),
  sizeBytes: z.number(),
  etag: z.string().regex(STRONG_ETAG).nullable(),
})
type Note = z.infer<typeof noteSchema>

const READ_BYTES = 1024 * 1024

/** Opens the part of the file that is to become `target`, which lies in `root`; makes an empty one where none is. */
export async function openPart(root: string, target: string, file: HubFile, disk: Disk): Promise<PartFile> {
  await makeFolderWithin(root, dirname(target))
  const note = await readNote(target)
  const isOurs = note?.sha256 === file.sha256 && note.sizeBytes === file.sizeBytes
  const handle = await openPlainFile(partPath(target), isOurs)
  let size = isOurs ? (await handle.stat()).size : 0
  let hash: Hash = createHash('sha256')
  let etag = note?.etag ?? null
  // Longer than the whole: not from here.
  if (size > file.sizeBytes) size = 0
  let received = 0

  return {
    received: () => received,
    etag: () => etag,
    readAgain: async (onRead, signal) => {
      hash = createHash('sha256')
      received = 0
      const buffer = Buffer.allocUnsafe(READ_BYTES)
      while (received < size) {
        signal.throwIfAborted()
        const { bytesRead } = await handle.read(buffer, 0, Math.min(READ_BYTES, size - received), received)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
        received += bytesRead
        onRead(received)
      }
    },
    startOver: async (nextEtag) => {
      await handle.truncate(0)
      received = 0
      hash = createHash('sha256')
      etag = nextEtag
      const next: Note = { sha256: file.sha256, sizeBytes: file.sizeBytes, etag }
      await writeFile(notePath(target), JSON.stringify(next))
    },
    append: async (bytes) => {
      await disk.write(handle, bytes, received)
      hash.update(bytes)
      received += bytes.length
    },
    sha256: () => hash.copy().digest('hex'),
    save: () => handle.sync(),
    close: () => handle.close(),
  }
}

/** Makes the part the file itself. */
export async function namePart(target: string): Promise<void> {
  await rename(partPath(target), target)
  await rm(notePath(target), { force: true })
}

/** Removes what has arrived of a file. */
export async function removePart(target: string): Promise<void> {
  await rm(partPath(target), { force: true })
  await rm(notePath(target), { force: true })
}

/** The size of what has arrived; 0 when nothing has. */
export async function partBytes(target: string): Promise<number> {
  return (await lstat(partPath(target)).catch(missing))?.size ?? 0
}

/** Anything of that name, a dangling link too; null when there is nothing. */
export async function lookAt(path: string) {
  return lstat(path).catch(missing)
}

async function makeFolderWithin(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // A link among the folders would lead the file somewhere else.
  const isWithin = (await realpath(folder)).startsWith((await realpath(root)) + sep)
  if (!isWithin) throw inTheWay()
}

/** Never through a link: the part must be the file of that name. */
async function openPlainFile(path: string, keep: boolean): Promise<FileHandle> {
  const there = await lookAt(path)
  if (there && !there.isFile()) throw inTheWay()
  return open(path, there && keep ? 'r+' : 'w+', 0o600)
}

async function readNote(target: string): Promise<Note | null> {
  const text = await readFile(notePath(target), 'utf8').catch(missing)
  if (text === null) return null
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    // Half written when the power went: the part starts again.
    return null
  }
}

export function inTheWay(): PonderError {
  return new PonderError({
    code: 'another-file-there',
    message: 'Something else with that name is in your models folder already.',
    remedy: 'Move it away or rename it, then resume.',
  })
}

function missing(thrown: NodeJS.ErrnoException): null {
  if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null
  throw thrown
}
