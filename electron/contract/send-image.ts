import type { Client } from './define.ts'
import type { AddedImage } from './images.ts'
import { PonderError } from './ponder-error.ts'
import { sendFile, type FileToSend, type SendBytes } from './send-bytes.ts'
import type { WindowCalls } from './window-calls.ts'

export type ImageToSend = FileToSend & {
  /** Which picture of an animation or of many pages, from 0. */
  readonly page?: number
  /** Takes what can be read of a damaged file. */
  readonly evenIfDamaged?: boolean
  /** Hears what it looks like, as a PNG in base64, before it is kept; it may still be refused. */
  readonly onSmall?: (base64: string) => void
}

/**
 * Hands an image to core and resolves with what core keeps of it. Rejects with a PonderError that says why it cannot be
 * taken, or with the reason of `signal`.
 */
export async function sendImage(
  calls: Pick<Client<WindowCalls>, 'addImage'> & { readonly sendBytes: SendBytes },
  image: ImageToSend,
  signal?: AbortSignal,
): Promise<AddedImage> {
  const { name, bytes, page = 0, evenIfDamaged = false, onSmall } = image
  const updates = calls.addImage({ name, sizeBytes: bytes.size, page, evenIfDamaged }, signal)
  for await (const update of updates) {
    if (update.kind === 'added') return update.added
    if (update.kind === 'small') onSmall?.(update.base64)
    else await sendFile(calls.sendBytes, image, { kind: 'image', uploadId: update.uploadId }, signal)
  }
  signal?.throwIfAborted()
  throw new PonderError({
    code: 'image-upload-broken',
    message: `${name} was not taken: the connection broke off.`,
    remedy: 'Add the image again.',
  })
}
