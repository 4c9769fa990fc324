import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Implementation } from '../contract/define.ts'
import { LARGEST_IMAGE_BYTES, type Image } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { sendBytesOver } from '../contract/send-bytes.ts'
import { sendImage } from '../contract/send-image.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import { refusalsFor } from '../media/refusals.ts'

/** Takes in an image file by the calls a window makes. Throws in words what is none. */
export async function addImage(
  calls: Implementation<WindowCalls>,
  path: string,
  signal: AbortSignal,
): Promise<Image> {
  const bytes = new Blob([await bytesOf(path)])
  const client: Parameters<typeof sendImage>[0] = {
    addImage: (wanted, given = signal) => calls.addImage(wanted, given),
    sendBytes: sendBytesOver({ sendBytes: async (piece, given = signal) => calls.sendBytes(piece, given) }),
  }
  return (await sendImage(client, { name: basename(path), bytes }, signal)).image
}

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Not read at all where it would be refused anyway.
    const { size } = await stat(path)
    if (size > LARGEST_IMAGE_BYTES) throw refusalsFor(basename(path)).tooManyBytes(size)
    return new Uint8Array(await readFile(path))
  } catch (thrown) {
    if (thrown instanceof PonderError) throw thrown
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw new PonderError({
      code: 'image-unreadable',
      message: `${basename(path)} cannot be read (${code}).`,
      remedy: 'Check the path and whether the file may be read.',
    })
  }
}
