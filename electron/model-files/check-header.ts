import { open } from 'node:fs/promises'
import { PonderError } from '../contract/ponder-error.ts'

const HEADER_BYTES = 24
/** Beyond what any real model has; files that claim more have hung or crashed parsers. */
const MOST_TENSORS = 65_536n
const MOST_KEYS = 4096n
/** The least a key-value pair and a tensor entry take, in bytes: the header cannot promise more than the file holds. */
const KEY_BYTES = 13n
const TENSOR_BYTES = 32n

/**
 * Refuses what is plainly no usable model before llama.cpp sees the file; llama.cpp hangs or aborts on some of these.
 * Reads 24 bytes. Runs in the engine's child only: a model file is never trusted.
 */
export async function checkHeader(path: string, name: string): Promise<{ readonly sizeBytes: number }> {
  const { sizeBytes, header } = await readHeader(path, name)
  if (header.toString('latin1', 0, 4) !== 'GGUF') {
    throw refusal('not-a-model', `${name} is not a GGUF model file.`, 'Choose a file that ends in .gguf.')
  }
  if (header.length < HEADER_BYTES) throw broken(name, 'it ends within its first 24 bytes')
  const version = header.readUInt32LE(4)
  if (version < 2 || version > 3) {
    throw refusal(
      'model-file-version',
      `${name} has GGUF version ${version}; Ponder reads versions 2 and 3.`,
      'Download a newer file of this model.',
    )
  }
  const tensors = header.readBigUInt64LE(8)
  const keys = header.readBigUInt64LE(16)
  if (tensors > MOST_TENSORS || keys > MOST_KEYS || keys === 0n) {
    throw broken(name, `its header claims ${tensors} tensors and ${keys} entries`)
  }
  if (keys * KEY_BYTES + tensors * TENSOR_BYTES > BigInt(sizeBytes)) {
    throw broken(name, 'its header claims more than the file holds')
  }
  return { sizeBytes }
}

async function readHeader(path: string, name: string): Promise<{ sizeBytes: number; header: Buffer }> {
  try {
    const file = await open(path, 'r')
    try {
      const stat = await file.stat()
      if (!stat.isFile())
        throw refusal('not-a-model', `${name} is not a file.`, 'Choose a file that ends in .gguf.')
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
      return { sizeBytes: stat.size, header: buffer.subarray(0, bytesRead) }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof PonderError) throw error
    throw unreadable(name, error)
  }
}

function unreadable(name: string, error: unknown): PonderError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return refusal(
      'model-file-missing',
      `The file of ${name} is gone.`,
      'Choose another model, or put the file back.',
    )
  }
  return refusal(
    'model-file-unreadable',
    `The file of ${name} cannot be read (${code}).`,
    'Check that you may open it and that its disk is connected.',
  )
}

function broken(name: string, why: string): PonderError {
  return refusal(
    'model-file-broken',
    `${name} is damaged: ${why}.`,
    'Download it again, or choose another model.',
  )
}

function refusal(code: string, message: string, remedy: string): PonderError {
  return new PonderError({ code, message, remedy })
}
