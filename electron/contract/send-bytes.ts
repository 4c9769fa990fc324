import { z } from 'zod'
import { call, type Client } from './define.ts'
import { PonderError } from './ponder-error.ts'

/** Most bytes in one piece: a telephone's photo is one, and a slow disk reads so many before a request is given up. */
export const PIECE_BYTES = 4 * 1024 * 1024

export const uploadKindSchema = z.enum(['image', 'model'])

/** Which file, and from which byte of it; core named the file when it was announced. */
export const placeSchema = z.object({
  kind: uploadKindSchema,
  uploadId: z.string().max(100),
  offset: z.int().nonnegative(),
})
export type Place = Readonly<z.infer<typeof placeSchema>>

export const byteCalls = {
  /**
   * The next bytes of a file, replied to when they are taken. For ports that carry bytes as they are: a WebSocket does
   * not, and a browser page posts them (`BYTES_PATH`).
   */
  sendBytes: call(
    placeSchema.extend({
      bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= PIECE_BYTES),
    }),
    z.object({}),
  ),
}

/** Hands core the next bytes of a file. Rejects with a DOMException where they cannot be read. */
export type SendBytes = (place: Place, bytes: Blob, signal?: AbortSignal) => Promise<void>

export function sendBytesOver(calls: Pick<Client<typeof byteCalls>, 'sendBytes'>): SendBytes {
  return async (place, bytes, signal) => {
    await calls.sendBytes({ ...place, bytes: new Uint8Array(await bytes.arrayBuffer()) }, signal)
  }
}

export type FileToSend = {
  readonly name: string
  readonly bytes: Blob
  /** Hears how many bytes have gone. */
  readonly onSent?: ((bytes: number) => void) | undefined
}

/** Hands core a whole file, piece by piece. */
export async function sendFile(
  sendBytes: SendBytes,
  { name, bytes, onSent }: FileToSend,
  { kind, uploadId }: Pick<Place, 'kind' | 'uploadId'>,
  signal?: AbortSignal,
): Promise<void> {
  for (let offset = 0; offset < bytes.size; offset += PIECE_BYTES) {
    const piece = bytes.slice(offset, offset + PIECE_BYTES)
    try {
      await sendBytes({ kind, uploadId, offset }, piece, signal)
    } catch (thrown) {
      signal?.throwIfAborted()
      throw thrown instanceof DOMException ? fileUnreadable(name, thrown) : thrown
    }
    onSent?.(offset + piece.size)
  }
}

export function fileUnreadable(name: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'file-unreadable',
      message: `The browser could not read ${name} to its end.`,
      remedy:
        'If it is a folder, add the files in it; else check that it is still there and that its disk is connected.',
    },
    { cause },
  )
}
