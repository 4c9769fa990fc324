import { PonderError } from '../../electron/contract/ponder-error.ts'
import { byteReader, type ByteReader } from './byte-reader.ts'
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
  type TensorInfo,
  type TensorType,
} from './gguf.ts'

/** Far above any real file, far below what would fill memory. */
const MOST_SETTINGS = 10_000
const MOST_TENSORS = 100_000
const MOST_DIMENSIONS = 4
const LONGEST_NAME = 65_535
const MOST_ITEMS = 4_000_000

/** Fewest bytes one value of a type takes: what a count may claim is bounded by the bytes that are left. */
const LEAST_BYTES: Record<ScalarType, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  string: 8,
  uint64: 8,
  int64: 8,
  float64: 8,
}

export type GgufHeader = {
  readonly version: number
  readonly settings: GgufSettings
  readonly tensors: readonly TensorInfo[]
  /** Where the tensor data begins, in bytes from the start of the file. */
  readonly dataStart: number
}

/**
 * What a GGUF file says of itself. `bytes` holds at least the header (more is fine); `fileSize` is the whole file's,
 * against which the tensors are checked. Nothing is allocated on the word of a count: every claim is first held
 * against the bytes that are there. Throws PonderError 'gguf-broken'.
 */
export function readGguf(bytes: Uint8Array, fileSize = bytes.length): GgufHeader {
  const reader = byteReader(bytes, broken)
  if (reader.text(4) !== 'GGUF') throw broken('it does not begin with "GGUF"')
  const version = reader.uint32()
  if (version !== 2 && version !== 3) throw broken(`its version is ${version}`)
  const tensorCount = reader.count(MOST_TENSORS, 'tensors')
  const settingCount = reader.count(MOST_SETTINGS, 'settings')

  const settings = new Map<string, GgufValue>()
  for (let read = 0; read < settingCount; read++) {
    const key = reader.string(LONGEST_NAME)
    if (settings.has(key)) throw broken(`the setting ${shown(key)} stands twice`)
    settings.set(key, readValue(reader))
  }
  const tensors = readTensors(reader, tensorCount)
  const alignment = alignmentOf(settings)
  const dataStart = Math.ceil(reader.at() / alignment) * alignment
  checkPlaces(tensors, alignment, fileSize - dataStart)
  return { version, settings, tensors, dataStart }
}

function readValue(reader: ByteReader): GgufValue {
  const type = reader.uint32()
  if (type !== ARRAY_TYPE) {
    const kind = scalarType(type)
    return { kind, value: readScalar(reader, kind) }
  }
  const of = scalarType(reader.uint32()) // arrays of arrays exist on paper only
  const length = reader.count(MOST_ITEMS, 'items')
  if (length * LEAST_BYTES[of] > reader.left()) throw broken(`an array claims ${length} items`)
  const items: Scalar[] = []
  for (let read = 0; read < length; read++) items.push(readScalar(reader, of))
  return { kind: 'array', of, items }
}

function scalarType(number: number): ScalarType {
  for (const [name, value] of Object.entries(SCALAR_TYPES)) {
    if (value === number) return name as ScalarType // the keys of SCALAR_TYPES are ScalarType by definition
  }
  throw broken(`a setting has the unknown type ${number}`)
}

function readScalar(reader: ByteReader, type: ScalarType): Scalar {
  if (type === 'string') return reader.string(reader.left())
  return type === 'bool' ? reader.number('uint8') !== 0 : reader.number(type)
}

function readTensors(reader: ByteReader, count: number): TensorInfo[] {
  const names = new Set<string>()
  const tensors: TensorInfo[] = []
  for (let read = 0; read < count; read++) {
    const name = reader.string(LONGEST_NAME)
    if (names.has(name)) throw broken(`the tensor ${shown(name)} stands twice`)
    names.add(name)
    const rank = reader.uint32()
    if (rank < 1 || rank > MOST_DIMENSIONS) throw broken(`the tensor ${shown(name)} has ${rank} dimensions`)
    const dimensions: number[] = []
    for (let axis = 0; axis < rank; axis++)
      dimensions.push(reader.count(Number.MAX_SAFE_INTEGER, 'numbers in a row'))
    const typeNumber = reader.uint32()
    const offset = reader.count(Number.MAX_SAFE_INTEGER, 'bytes before a tensor')
    const type = tensorType(typeNumber)
    const size = type === null ? null : tensorBytes(type, dimensions)
    if (type !== null && size === null) throw broken(`the rows of ${shown(name)} do not fit ${type}`)
    tensors.push({ name, dimensions, type, typeNumber, offset, size })
  }
  return tensors
}

function tensorType(number: number): TensorType | null {
  for (const [name, type] of Object.entries(TENSOR_TYPES)) {
    if (type.number === number) return name as TensorType // the keys of TENSOR_TYPES are TensorType by definition
  }
  return null
}

function alignmentOf(settings: GgufSettings): number {
  const stated = settings.get('general.alignment')
  if (stated === undefined) return DEFAULT_ALIGNMENT
  const alignment = stated.kind === 'uint32' ? Number(stated.value) : 0
  if (alignment < 8 || alignment > 65_536 || !Number.isInteger(Math.log2(alignment)))
    throw broken('its alignment is not usable')
  return alignment
}

function checkPlaces(tensors: readonly TensorInfo[], alignment: number, room: number): void {
  for (const tensor of tensors) {
    if (tensor.offset % alignment !== 0) throw broken(`the tensor ${shown(tensor.name)} is not aligned`)
    if (!(tensor.offset + (tensor.size ?? 0) <= room)) {
      throw broken(`the tensor ${shown(tensor.name)} would end behind the end of the file`)
    }
  }
}

/** Names come from the file: shortened and quoted before they stand in a sentence. */
function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
}

function broken(why: string): PonderError {
  return new PonderError({
    code: 'gguf-broken',
    message: `This is not a usable GGUF file: ${why}.`,
    remedy: 'Download the file again, or choose another one.',
  })
}
