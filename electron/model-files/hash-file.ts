import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

const CHUNK_BYTES = 4 * 2 ** 20

export type HashPiece =
  | { readonly kind: 'progress'; readonly readBytes: number; readonly sizeBytes: number }
  | { readonly kind: 'hashed'; readonly sha256: string }

/** The SHA-256 of a whole file; of large ones it takes as long as reading them. */
export async function* hashFile(path: string): AsyncGenerator<HashPiece, void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const hash = createHash('sha256')
    const chunk = Buffer.alloc(CHUNK_BYTES)
    for (let readBytes = 0; ;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, readBytes)
      if (bytesRead === 0) break
      hash.update(chunk.subarray(0, bytesRead))
      readBytes += bytesRead
      yield { kind: 'progress', readBytes, sizeBytes: size }
    }
    yield { kind: 'hashed', sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}
