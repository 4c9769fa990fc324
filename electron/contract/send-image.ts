import type { Client } from './define.ts'
import { IMAGE_PIECE_BYTES, type AddedImage } from './images.ts'
import { PonderError } from './ponder-error.ts'
import type { WindowCalls } from './window-calls.ts'

export type ImageToSend = {
  readonly name: string
  readonly bytes: Blob
  /** Which picture of an animation or of many pages, from 0. */
  readonly page?: number
  /** Takes what can be read of a damaged file. */
  readonly evenIfDamaged?: boolean
  /** Hears how many bytes have gone. */
  readonly onSent?: (bytes: number) => void
  /** Hears what it looks like, as a PNG in base64, before it is kept; it may still be refused. */
  readonly onSmall?: (base64: string) => void
}

/**
 * Hands an image to core, piece by piece, and resolves with what core keeps of it. Rejects with a PonderError that says
 * why it cannot be taken, or with the reason of `signal`.
 */
export async function sendImage(
  calls: Pick<Client<WindowCalls>, 'addImage' | 'sendImageBytes'>,
  { name, bytes, page = 0, evenIfDamaged = false, onSent, onSmall }: ImageToSend,
  signal?: AbortSignal,
): Promise<AddedImage> {
  const updates = calls.addImage({ name, sizeBytes: bytes.size, page, evenIfDamaged }, signal)
  for await (const update of updates) {
    if (update.kind === 'added') return update.added
    if (update.kind === 'small') {
      onSmall?.(update.base64)
      continue
    }
    let sending = Promise.resolve<unknown>(null)
    for (let offset = 0; offset < bytes.size; offset += IMAGE_PIECE_BYTES) {
      // Made ready while the piece before is on its way.
      const piece = await bytes.slice(offset, offset + IMAGE_PIECE_BYTES).arrayBuffer()
      const base64 = toBase64(new Uint8Array(piece))
      await sending
      const sent = Math.min(bytes.size, offset + IMAGE_PIECE_BYTES)
      sending = calls
        .sendImageBytes({ uploadId: update.uploadId, offset, base64 }, signal)
        .then(() => onSent?.(sent))
      // Heard of where it is waited for, not as something that nobody caught.
      sending.catch(() => {})
    }
    await sending
  }
  signal?.throwIfAborted()
  throw new PonderError({
    code: 'image-upload-broken',
    message: `${name} was not taken: the connection broke off.`,
    remedy: 'Add the image again.',
  })
}

/** Everything travels as text, because a WebSocket's messages are JSON. */
function toBase64(bytes: Uint8Array): string {
  if ('toBase64' in bytes && typeof bytes.toBase64 === 'function') return String(bytes.toBase64())
  // Node has none yet, and what follows takes longer there than all the rest of taking an image in.
  if ('Buffer' in globalThis) return Buffer.from(bytes).toString('base64')
  let text = ''
  // In pieces: each byte becomes an argument.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
