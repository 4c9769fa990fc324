/** Numbers of settings that are not strings, by name. */
type NumberType =
  'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'uint64' | 'int64' | 'float64'

const WIDTHS: Record<NumberType, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
}

export type ByteReader = {
  readonly at: () => number
  readonly left: () => number
  readonly uint32: () => number
  /** A 64-bit count no larger than `most`. */
  readonly count: (most: number, what: string) => number
  readonly number: (type: NumberType) => number | bigint
  readonly text: (length: number) => string
  /** A 64-bit length of at most `longest`, then UTF-8. */
  readonly string: (longest: number) => string
}

/** Reads little-endian values one after another and never past the end; `fail` makes the error. */
export function byteReader(bytes: Uint8Array, fail: (why: string) => Error): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder()
  let position = 0

  function take(length: number): number {
    if (!(length <= bytes.length - position)) throw fail('it ends too early')
    const start = position
    position += length
    return start
  }
  function count(most: number, what: string): number {
    const claimed = view.getBigUint64(take(8), true)
    if (claimed > BigInt(most)) throw fail(`it claims ${claimed} ${what}`)
    return Number(claimed)
  }
  function text(length: number): string {
    const start = take(length)
    return decoder.decode(bytes.subarray(start, start + length))
  }
  function number(type: NumberType): number | bigint {
    const start = take(WIDTHS[type])
    switch (type) {
      case 'uint8':
        return view.getUint8(start)
      case 'int8':
        return view.getInt8(start)
      case 'uint16':
        return view.getUint16(start, true)
      case 'int16':
        return view.getInt16(start, true)
      case 'uint32':
        return view.getUint32(start, true)
      case 'int32':
        return view.getInt32(start, true)
      case 'float32':
        return view.getFloat32(start, true)
      case 'float64':
        return view.getFloat64(start, true)
      case 'uint64':
        return view.getBigUint64(start, true)
      case 'int64':
        return view.getBigInt64(start, true)
      default:
        return type satisfies never
    }
  }
  return {
    at: () => position,
    left: () => bytes.length - position,
    uint32: () => view.getUint32(take(4), true),
    count,
    number,
    text,
    string: (longest) => text(count(longest, 'bytes of text')),
  }
}
