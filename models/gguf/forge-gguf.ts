import {
  ARRAY_TYPE,
  DEFAULT_ALIGNMENT,
  SCALAR_TYPES,
  TENSOR_TYPES,
  type GgufValue,
} from '../../electron/model-files/gguf/format.ts'
import type { GgufTensor } from './write-gguf.ts'

/** One entry of a tensor as it will stand in the file, true or not. */
export type ForgedTensor = {
  readonly name: string
  readonly dimensions: readonly (number | bigint)[]
  readonly typeNumber: number
  readonly offset: number | bigint
  /** How many dimensions it claims to have, where that is not their number. */
  readonly rank?: number
}

/** A GGUF file that need not be true. Everything that is left out is as it should be. */
export type Forgery = {
  readonly magic?: string
  readonly version?: number
  readonly tensorCount?: bigint
  readonly settingCount?: bigint
  /** Each a whole entry, as `setting` and `listSetting` make them. */
  readonly settings: readonly Buffer[]
  readonly tensors: readonly ForgedTensor[]
  readonly alignment?: number
  readonly data: Uint8Array
}

/** The bytes of a file that says what it is told to say: what write-gguf.ts refuses to write. */
export function forgeGguf(forgery: Forgery): Buffer {
  const { settings, tensors, data, alignment = DEFAULT_ALIGNMENT } = forgery
  const header = Buffer.concat([
    Buffer.from(forgery.magic ?? 'GGUF', 'latin1'),
    uint32(forgery.version ?? 3),
    uint64(forgery.tensorCount ?? BigInt(tensors.length)),
    uint64(forgery.settingCount ?? BigInt(settings.length)),
    ...settings,
    ...tensors.map(tensorEntry),
  ])
  const padding = Math.ceil(header.length / alignment) * alignment - header.length
  return Buffer.concat([header, Buffer.alloc(padding), data])
}

/** Entries of tensors that are where they should be, and the data behind them. */
export function placed(tensors: readonly GgufTensor[]): { tensors: ForgedTensor[]; data: Buffer } {
  const parts: Buffer[] = []
  let offset = 0
  const entries = tensors.map(({ name, dimensions, type, data }) => {
    const entry = { name, dimensions, typeNumber: TENSOR_TYPES[type].number, offset }
    const padded = Buffer.alloc(Math.ceil(data.length / DEFAULT_ALIGNMENT) * DEFAULT_ALIGNMENT)
    padded.set(data)
    parts.push(padded)
    offset += padded.length
    return entry
  })
  return { tensors: entries, data: Buffer.concat(parts) }
}

/** One setting. `type` and `keyLength` may be other than they should be. */
export function setting(
  key: string,
  value: Buffer,
  type: number,
  keyLength: bigint = BigInt(Buffer.byteLength(key)),
): Buffer {
  return Buffer.concat([uint64(keyLength), Buffer.from(key), uint32(type), value])
}

/** A setting that is a list, of `itemType`, which claims to have `length` items. */
export function listSetting(key: string, itemType: number, length: bigint, items: Buffer): Buffer {
  return setting(key, Buffer.concat([uint32(itemType), uint64(length), items]), ARRAY_TYPE)
}

/** A setting as it should be. */
export function trueSetting(key: string, value: GgufValue): Buffer {
  if (value.kind === 'array') {
    const items = Buffer.concat(value.items.map((item) => scalar(value.of, item)))
    return listSetting(key, SCALAR_TYPES[value.of].number, BigInt(value.items.length), items)
  }
  return setting(key, scalar(value.kind, value.value), SCALAR_TYPES[value.kind].number)
}

/** A text with the length it claims. */
export function text(value: string, length: bigint = BigInt(Buffer.byteLength(value))): Buffer {
  return Buffer.concat([uint64(length), Buffer.from(value)])
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

export function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

function tensorEntry({ name, dimensions, rank, typeNumber, offset }: ForgedTensor): Buffer {
  return Buffer.concat([
    text(name),
    uint32(rank ?? dimensions.length),
    ...dimensions.map((length) => uint64(BigInt(length))),
    uint32(typeNumber),
    uint64(BigInt(offset)),
  ])
}

function scalar(kind: keyof typeof SCALAR_TYPES, value: unknown): Buffer {
  if (kind === 'string') return text(String(value))
  if (kind === 'bool') return Buffer.from([value === true ? 1 : 0])
  if (kind === 'uint64' || kind === 'int64') return uint64(BigInt.asUintN(64, BigInt(String(value))))
  const bytes = Buffer.alloc(SCALAR_TYPES[kind].bytes)
  const number = Number(value)
  if (kind === 'float32') bytes.writeFloatLE(number)
  else if (kind === 'float64') bytes.writeDoubleLE(number)
  else if (kind.startsWith('u')) bytes.writeUIntLE(number, 0, bytes.length)
  else bytes.writeIntLE(number, 0, bytes.length)
  return bytes
}
