import { randomUUID } from 'node:crypto'
import { PonderError } from '../../contract/ponder-error.ts'

/** The bytes of one image, on their way from a window. */
export type ImageUpload = {
  readonly id: string
  readonly take: (offset: number, bytes: Uint8Array) => void
  /** Resolves when all have come; rejects when they stop coming. */
  readonly whole: Promise<Uint8Array>
  readonly end: () => void
}

export function beginUpload(name: string, sizeBytes: number, stalledAfter: number): ImageUpload {
  const { promise: whole, resolve, reject } = Promise.withResolvers<Uint8Array>()
  // Whoever waits for it hears it; nobody has to.
  whole.catch(() => undefined)
  const bytes = new Uint8Array(sizeBytes)
  let received = 0
  let timer = setTimeout(stall, stalledAfter)

  function stall(): void {
    reject(uploadBroken(name))
  }
  return {
    id: randomUUID(),
    whole,
    take(offset, piece) {
      if (offset !== received || offset + piece.length > sizeBytes) throw uploadBroken(name)
      bytes.set(piece, offset)
      received += piece.length
      clearTimeout(timer)
      if (received === sizeBytes) resolve(bytes)
      else timer = setTimeout(stall, stalledAfter)
    },
    end: () => clearTimeout(timer),
  }
}

export function uploadBroken(name: string): PonderError {
  return new PonderError({
    code: 'image-upload-broken',
    message: `${name} did not arrive whole.`,
    remedy: 'Add the image again.',
  })
}
