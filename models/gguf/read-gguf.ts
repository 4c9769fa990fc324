import { sourceOfBytes } from '../../electron/model-files/gguf/byte-source.ts'
import { readGguf as readHeader, type GgufHeader } from '../../electron/model-files/gguf/read-gguf.ts'
import { refusalsFor } from '../../electron/model-files/header/refusals.ts'

export type { GgufHeader } from '../../electron/model-files/gguf/read-gguf.ts'

/**
 * What Ponder's own reader finds in a file, with every item of every list: what is needed to write it again. `bytes` may
 * be the beginning of a file of `fileSize` bytes.
 */
export function readGguf(bytes: Uint8Array, fileSize = bytes.length): GgufHeader {
  return readHeader(sourceOfBytes(bytes, fileSize), refusalsFor('This file'), () => Infinity)
}
