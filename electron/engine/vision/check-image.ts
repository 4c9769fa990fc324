import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'

/** Pixels. Ponder makes its images smaller than this; a larger one costs seconds and hundreds of megabytes. */
export const LARGEST_SIDE = 4096
const LARGEST_FILE_BYTES = 50_000_000
const MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** Magic, then the chunk IHDR: length, type, width, height. */
const HEAD_BYTES = 24
/** The last chunk, IEND: it is empty and always the same. */
const TAIL = Buffer.from('\0\0\0\0IEND\xaeB`\x82', 'latin1')

/** Ponder's own images are named by what is in them, which says nothing to a person. */
export function imageName(path: string): string {
  const name = basename(path)
  return /^[0-9a-f]{64}\./.test(name) ? 'An image of this conversation' : name
}

/**
 * Refuses what is not a whole PNG of a bearable size. The library would hand a file that it cannot read to whatever is
 * called "ffprobe" on this machine.
 */
export async function checkImage(path: string): Promise<void> {
  const name = imageName(path)
  try {
    const file = await open(path, 'r')
    try {
      await checkBytes(file, name)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof PonderError) throw error
    throw unreadable(name, error)
  }
}

async function checkBytes(file: FileHandle, name: string): Promise<void> {
  const stat = await file.stat()
  if (!stat.isFile()) throw refusal('image-not-png', `${name} is not a file.`)
  if (stat.size > LARGEST_FILE_BYTES) {
    throw refusal('image-too-large', `${name} has ${stat.size} bytes, more than ${LARGEST_FILE_BYTES}.`)
  }
  const head = await read(file, 0, HEAD_BYTES)
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw refusal('image-not-png', `${name} is not a PNG image.`)
  }
  if (head.length < HEAD_BYTES || head.toString('latin1', 12, 16) !== 'IHDR') throw imageBroken(name)
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)]
  if (width === 0 || height === 0) throw imageBroken(name)
  if (Math.max(width, height) > LARGEST_SIDE) {
    throw refusal(
      'image-too-large',
      `${name} is ${width} by ${height} pixels; at most ${LARGEST_SIDE} by ${LARGEST_SIDE} can be looked at.`,
    )
  }
  const tail = await read(file, Math.max(0, stat.size - TAIL.length), TAIL.length)
  if (!tail.equals(TAIL)) throw imageBroken(name)
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

export function imageBroken(name: string, cause?: unknown): PonderError {
  return new PonderError(
    {
      code: 'image-broken',
      message: `${name} is damaged and cannot be looked at.`,
      remedy: 'Add the image again, or choose another one.',
    },
    { cause },
  )
}

function unreadable(name: string, error: unknown): PonderError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'ENOENT' || code === 'ENOTDIR') return refusal('image-missing', `${name} is gone.`)
  return refusal('image-unreadable', `${name} cannot be read (${code}).`)
}

function refusal(code: string, message: string): PonderError {
  return new PonderError({ code, message, remedy: 'Add the image again, or choose another one.' })
}
