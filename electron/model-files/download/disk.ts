import type { FileHandle } from 'node:fs/promises'
import { statfs } from 'node:fs/promises'
import { PonderError } from '../../contract/ponder-error.ts'

/** What a download asks of the disk; the tests put a full one in its place. */
export type Disk = {
  readonly write: (file: FileHandle, bytes: Uint8Array, position: number) => Promise<void>
  /** Bytes that may still be written in this folder; null where the system does not say. */
  readonly freeBytes: (folder: string) => Promise<number | null>
}

/** Never filled: the conversations live on the same disk, and they must be able to grow. */
const KEPT_FREE_BYTES = 256_000_000

export const realDisk: Disk = {
  write: async (file, bytes, position) => {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  },
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder)
    // Some network file systems answer with nothing at all.
    return bsize === 0 ? null : bavail * bsize
  },
}

/** Throws when `neededBytes` more would not fit with room to spare. */
export async function checkSpace(disk: Disk, folder: string, neededBytes: number): Promise<void> {
  const freeBytes = await disk.freeBytes(folder)
  if (freeBytes === null || freeBytes >= neededBytes + KEPT_FREE_BYTES) return
  throw diskFull(neededBytes, freeBytes)
}

/** What the system says about a disk, in words. */
export function diskError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof PonderError || !('code' in thrown)) return thrown
  if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') return diskFull(null, null, thrown)
  if (thrown.code === 'EFBIG')
    return refusal('file-too-big', 'This disk cannot hold a file of that size.', REFORMATTED, thrown)
  const { syscall } = thrown as NodeJS.ErrnoException
  if (syscall === undefined) return thrown
  return refusal(
    'cannot-write',
    `The models folder cannot be written to (${String(thrown.code)}).`,
    'Check that you may write there and that its disk is connected, then resume.',
    thrown,
  )
}

const REFORMATTED = 'Choose a smaller file, or use a disk with another file system than FAT.'

function diskFull(neededBytes: number | null, freeBytes: number | null, cause?: unknown): PonderError {
  const amounts =
    neededBytes === null || freeBytes === null
      ? ''
      : `: ${gigabytes(neededBytes)} more are needed, with ${gigabytes(KEPT_FREE_BYTES)} to spare, and ${gigabytes(freeBytes, Math.floor)} are free`
  return refusal(
    'disk-full',
    `There is not enough room on the disk of your models folder${amounts}.`,
    'Free some space, then resume. What has arrived is kept.',
    cause,
  )
}

function gigabytes(value: number, round = Math.ceil): string {
  return value >= 1e9 ? `${(round(value / 1e8) / 10).toFixed(1)} GB` : `${round(value / 1e6)} MB`
}

function refusal(code: string, message: string, remedy: string, cause: unknown): PonderError {
  return new PonderError({ code, message, remedy }, { cause })
}
