import type { Refusals } from '../header/refusals.ts'
import type { ByteSource } from './byte-source.ts'
import { SCALAR_TYPES, type ScalarType } from './format.ts'

/** A header with the largest vocabulary in use has 20 MiB. */
export const MOST_HEADER_BYTES = 64 * 2 ** 20
/** Bytes fetched at once. */
const WINDOW_BYTES = 2 ** 20

export type ByteReader = {
  readonly at: () => number
  /** Bytes of the file that have not been passed. */
  readonly left: () => number
  readonly uint32: () => number
  /** A 64-bit number as it stands. */
  readonly uint64: () => bigint
  /** A 64-bit count of at most `most`; `what` it counts, for the sentence. */
  readonly count: (most: number, what: string) => number
  readonly number: (type: Exclude<ScalarType, 'string' | 'bool'>) => number | bigint
  /** So many bytes as UTF-8. */
  readonly text: (length: number) => string
  readonly skip: (length: number) => void
}

/**
 * Reads little-endian values one after another, never past the end of the file nor past `MOST_HEADER_BYTES`. Whatever
 * a file claims, no more than one window and the longest text asked for is in memory.
 */
export function byteReader(source: ByteSource, refuse: Refusals): ByteReader {
  const decoder = new TextDecoder()
  let window = new Uint8Array(Math.min(WINDOW_BYTES, source.size))
  let view = new DataView(window.buffer)
  let windowStart = 0
  let windowLength = 0
  let position = 0

  /** Passes `length` bytes. */
  function pass(length: number): void {
    if (!(length <= source.size - position)) throw refuse.cut('its header')
    if (!(position + length <= MOST_HEADER_BYTES)) throw refuse.tooLarge('a header of more than 64 MiB')
    position += length
  }

  /** Passes `length` bytes and says where in the window they begin. */
  function take(length: number): number {
    const start = position
    pass(length)
    if (start < windowStart || position > windowStart + windowLength) fetch(start, length)
    return start - windowStart
  }

  function fetch(start: number, length: number): void {
    if (length > window.length) {
      window = new Uint8Array(length)
      view = new DataView(window.buffer)
    }
    windowStart = start
    windowLength = source.read(window.subarray(0, Math.min(window.length, source.size - start)), start)
    // The file got shorter while it was read.
    if (windowLength < length) throw refuse.cut('its header')
  }

  function number(type: Exclude<ScalarType, 'string' | 'bool'>): number | bigint {
    const at = take(SCALAR_TYPES[type].bytes)
    switch (type) {
      case 'uint8':
        return view.getUint8(at)
      case 'int8':
        return view.getInt8(at)
      case 'uint16':
        return view.getUint16(at, true)
      case 'int16':
        return view.getInt16(at, true)
      case 'uint32':
        return view.getUint32(at, true)
      case 'int32':
        return view.getInt32(at, true)
      case 'float32':
        return view.getFloat32(at, true)
      case 'float64':
        return view.getFloat64(at, true)
      case 'uint64':
        return view.getBigUint64(at, true)
      case 'int64':
        return view.getBigInt64(at, true)
      default:
        return type satisfies never
    }
  }

  function uint64(): bigint {
    const at = take(8)
    return view.getBigUint64(at, true)
  }

  function count(most: number, what: string): number {
    const claimed = uint64()
    if (claimed > BigInt(most)) throw refuse.tooLarge(`${claimed} ${what}`)
    return Number(claimed)
  }

  return {
    at: () => position,
    left: () => source.size - position,
    uint32: () => Number(number('uint32')),
    uint64,
    count,
    number,
    text(length) {
      const at = take(length)
      return decoder.decode(window.subarray(at, at + length))
    },
    skip: pass,
  }
}
