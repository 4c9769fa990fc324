import { shown, type Refusals } from '../header/refusals.ts'
import { byteReader, type ByteReader } from './byte-reader.ts'
import type { ByteSource } from './byte-source.ts'
import {
  ARRAY_TYPE,
  DEFAULT_ALIGNMENT,
  SCALAR_TYPES,
  type GgufValue,
  type Scalar,
  type ScalarType,
  type TensorInfo,
} from './format.ts'
import { checkPlaces, readTensors } from './read-tensors.ts'

/** Far above any real file, far below what would take long or fill memory. */
const MOST_SETTINGS = 4096
const MOST_TENSORS = 65_536
const MOST_ITEMS = 2_000_000
const LONGEST_KEY = 1024
const LONGEST_TEXT = 4 * 2 ** 20
const BYTES_IN_TEXT = 'bytes in one text'
const LARGEST_ALIGNMENT = 2 ** 20
/** The least that a setting and a tensor's entry take, in bytes. */
const SETTING_BYTES = 13
const TENSOR_BYTES = 32

/** A setting as it was read. Of a list there may be the first items only; `length` counts all. */
export type ReadValue =
  | Extract<GgufValue, { value: Scalar }>
  | (Extract<GgufValue, { kind: 'array' }> & { readonly length: number })
export type ReadSettings = ReadonlyMap<string, ReadValue>

export type GgufHeader = {
  readonly version: number
  readonly settings: ReadSettings
  readonly tensors: readonly TensorInfo[]
  /** Where the tensor data begins, in bytes from the start of the file. */
  readonly dataStart: number
}

/**
 * What a GGUF file says of itself. Nothing is allocated on the word of a count: every claim is first held against
 * limits and against the bytes that are there. `keepItems`: how many items of the list under a key are
 * kept.
 */
export function readGguf(
  source: ByteSource,
  refuse: Refusals,
  keepItems: (key: string) => number,
): GgufHeader {
  const reader = byteReader(source, refuse)
  if (reader.text(4) !== 'GGUF') throw refuse.notAModel('is something else')
  const version = reader.uint32()
  if (version !== 0 && version % 2 ** 16 === 0) throw refuse.byteOrder()
  if (version !== 2 && version !== 3) throw refuse.version(version)
  const tensorCount = reader.count(MOST_TENSORS, 'tensors')
  const settingCount = reader.count(MOST_SETTINGS, 'settings')
  if (tensorCount * TENSOR_BYTES + settingCount * SETTING_BYTES > reader.left())
    throw refuse.cut('its header')

  const settings = new Map<string, ReadValue>()
  for (let read = 0; read < settingCount; read++) {
    const key = reader.text(reader.count(LONGEST_KEY, 'letters in the name of a setting'))
    if (settings.has(key)) throw refuse.broken(`its setting ${shown(key)} stands there twice`)
    settings.set(key, readValue(reader, key, refuse, keepItems(key)))
  }
  const tensors = readTensors(reader, tensorCount, refuse)
  const alignment = alignmentOf(settings, refuse)
  const dataStart = Math.ceil(reader.at() / alignment) * alignment
  checkPlaces(tensors, alignment, dataStart, source.size, refuse)
  return { version, settings, tensors, dataStart }
}

function readValue(reader: ByteReader, key: string, refuse: Refusals, keepItems: number): ReadValue {
  const type = reader.uint32()
  if (type !== ARRAY_TYPE) {
    const kind = scalarType(type, key, refuse)
    return { kind, value: readScalar(reader, kind) }
  }
  const itemType = reader.uint32()
  if (itemType === ARRAY_TYPE) throw refuse.broken(`its setting ${shown(key)} is a list of lists`)
  const of = scalarType(itemType, key, refuse)
  const length = reader.count(MOST_ITEMS, `items in the setting ${shown(key)}`)
  if (length * SCALAR_TYPES[of].bytes > reader.left()) throw refuse.cut('its header')
  const items: Scalar[] = []
  while (items.length < Math.min(length, keepItems)) items.push(readScalar(reader, of))
  skipItems(reader, of, length - items.length)
  return { kind: 'array', of, length, items }
}

function skipItems(reader: ByteReader, of: ScalarType, count: number): void {
  if (of !== 'string') return reader.skip(count * SCALAR_TYPES[of].bytes)
  for (let skipped = 0; skipped < count; skipped++) reader.skip(reader.count(LONGEST_TEXT, BYTES_IN_TEXT))
}

function scalarType(number: number, key: string, refuse: Refusals): ScalarType {
  for (const [name, type] of Object.entries(SCALAR_TYPES)) {
    if (type.number === number) return name as ScalarType // the keys of SCALAR_TYPES are ScalarType by definition
  }
  throw refuse.broken(`its setting ${shown(key)} has the unknown type ${number}`)
}

function readScalar(reader: ByteReader, type: ScalarType): Scalar {
  if (type === 'string') return reader.text(reader.count(LONGEST_TEXT, BYTES_IN_TEXT))
  return type === 'bool' ? reader.number('uint8') !== 0 : reader.number(type)
}

function alignmentOf(settings: ReadSettings, refuse: Refusals): number {
  const stated = settings.get('general.alignment')
  if (stated === undefined) return DEFAULT_ALIGNMENT
  const alignment = stated.kind === 'uint32' ? Number(stated.value) : 0
  if (alignment < 1 || alignment > LARGEST_ALIGNMENT || !Number.isInteger(Math.log2(alignment)))
    throw refuse.broken('the alignment it states is none')
  return alignment
}
