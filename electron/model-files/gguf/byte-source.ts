import { readSync } from 'node:fs'

/** Bytes that are read piece by piece, so that a file is never held whole. */
export type ByteSource = {
  readonly size: number
  /** Fills `into` with the bytes from `at` on, and says how many came; fewer only at the end. */
  readonly read: (into: Uint8Array, at: number) => number
}

/** `size`: of the whole file, when `bytes` is its beginning only. */
export function sourceOfBytes(bytes: Uint8Array, size = bytes.length): ByteSource {
  return {
    size,
    read(into, at) {
      const part = bytes.subarray(at, at + into.length)
      into.set(part)
      return part.length
    },
  }
}

/** An open file. Reads wait for the disk: for child processes only. */
export function sourceOfFile(file: number, size: number): ByteSource {
  return {
    size,
    read(into, at) {
      let filled = 0
      while (filled < into.length) {
        const count = readSync(file, into, filled, into.length - filled, at + filled)
        if (count === 0) return filled
        filled += count
      }
      return filled
    },
  }
}
