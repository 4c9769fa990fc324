import {
  ARRAY_TYPE,
  DEFAULT_ALIGNMENT,
  SCALAR_TYPES,
  TENSOR_TYPES,
  tensorBytes,
  type GgufSettings,
  type GgufValue,
  type Scalar,
  type ScalarType,
  type TensorType,
} from '../../electron/model-files/gguf/format.ts'

export type GgufTensor = {
  readonly name: string
  /** Row length first. */
  readonly dimensions: readonly number[]
  readonly type: TensorType
  readonly data: Uint8Array
}

const VERSION = 3

/** A whole GGUF file. Sizes that do not fit their tensor are a bug of the caller and throw. */
export function writeGguf(settings: GgufSettings, tensors: readonly GgufTensor[]): Uint8Array {
  const parts: Uint8Array[] = [text('GGUF'), number('uint32', VERSION)]
  parts.push(number('uint64', BigInt(tensors.length)), number('uint64', BigInt(settings.size)))
  for (const [key, value] of settings) parts.push(string(key), ...writeValue(value))
  let offset = 0
  for (const tensor of tensors) {
    if (tensor.data.length !== tensorBytes(tensor.type, tensor.dimensions)) {
      throw new RangeError(
        `${tensor.name} holds ${tensor.data.length} bytes, which do not fit its dimensions`,
      )
    }
    parts.push(string(tensor.name), number('uint32', tensor.dimensions.length))
    parts.push(...tensor.dimensions.map((length) => number('uint64', BigInt(length))))
    parts.push(number('uint32', TENSOR_TYPES[tensor.type].number), number('uint64', BigInt(offset)))
    offset += padded(tensor.data.length)
  }
  const header = parts.reduce((total, part) => total + part.length, 0)
  parts.push(new Uint8Array(padded(header) - header))
  for (const { data } of tensors) parts.push(data, new Uint8Array(padded(data.length) - data.length))
  return joined(parts)
}

function writeValue(value: GgufValue): Uint8Array[] {
  if (value.kind !== 'array')
    return [number('uint32', SCALAR_TYPES[value.kind].number), scalar(value.kind, value.value)]
  return [
    number('uint32', ARRAY_TYPE),
    number('uint32', SCALAR_TYPES[value.of].number),
    number('uint64', BigInt(value.items.length)),
    ...value.items.map((item) => scalar(value.of, item)),
  ]
}

function scalar(type: ScalarType, value: Scalar): Uint8Array {
  if (type === 'string') return string(String(value))
  if (type === 'bool') return number('uint8', value === true ? 1 : 0)
  return number(type, type === 'uint64' || type === 'int64' ? BigInt(value) : Number(value))
}

function number(type: Exclude<ScalarType, 'string' | 'bool'>, value: number | bigint): Uint8Array {
  const arrays = {
    uint8: Uint8Array,
    int8: Int8Array,
    uint16: Uint16Array,
    int16: Int16Array,
    uint32: Uint32Array,
    int32: Int32Array,
    float32: Float32Array,
    float64: Float64Array,
  }
  // Typed arrays have the machine's byte order; every machine Ponder runs on is little-endian, as the format is.
  if (type === 'uint64' || type === 'int64') {
    const wide = type === 'uint64' ? BigUint64Array : BigInt64Array
    return new Uint8Array(wide.of(BigInt(value)).buffer)
  }
  return new Uint8Array(arrays[type].of(Number(value)).buffer)
}

function string(value: string): Uint8Array {
  const bytes = text(value)
  return joined([number('uint64', BigInt(bytes.length)), bytes])
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

function padded(length: number): number {
  return Math.ceil(length / DEFAULT_ALIGNMENT) * DEFAULT_ALIGNMENT
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
