import { shown, type Refusals } from '../header/refusals.ts'
import type { ByteReader } from './byte-reader.ts'
import { TENSOR_TYPES, tensorBytes, type TensorInfo, type TensorType } from './format.ts'

const MOST_DIMENSIONS = 4
/** llama.cpp keeps 64 bytes for a name, its end included. */
const LONGEST_NAME = 63
/** Numbers in one direction; a vocabulary of two million rows is the most that passes elsewhere. */
const LONGEST_DIMENSION = 2 ** 31 - 1

/** The entries of the tensors, each with a size that follows from its type and its dimensions. */
export function readTensors(reader: ByteReader, count: number, refuse: Refusals): TensorInfo[] {
  const names = new Set<string>()
  const tensors: TensorInfo[] = []
  for (let read = 0; read < count; read++) {
    const name = reader.text(reader.count(LONGEST_NAME, 'letters in the name of a tensor'))
    if (names.has(name)) throw refuse.broken(`its tensor ${shown(name)} stands there twice`)
    names.add(name)
    tensors.push(readTensor(reader, name, refuse))
  }
  return tensors
}

function readTensor(reader: ByteReader, name: string, refuse: Refusals): TensorInfo {
  const rank = reader.uint32()
  if (rank < 1 || rank > MOST_DIMENSIONS)
    throw refuse.broken(`its tensor ${shown(name)} has ${rank} dimensions`)
  const dimensions: number[] = []
  for (let axis = 0; axis < rank; axis++) {
    const length = reader.count(LONGEST_DIMENSION, `numbers in a row of ${shown(name)}`)
    if (length === 0) throw refuse.broken(`its tensor ${shown(name)} holds nothing`)
    dimensions.push(length)
  }
  const typeNumber = reader.uint32()
  const offset = Number(reader.uint64())
  const type = tensorType(typeNumber)
  if (type === null) throw refuse.unknownTensorType(typeNumber)
  const size = tensorBytes(type, dimensions)
  if (size === null) throw refuse.broken(`the rows of its tensor ${shown(name)} do not fit ${type}`)
  return { name, dimensions, type, offset, size }
}

function tensorType(number: number): TensorType | null {
  for (const [name, type] of Object.entries(TENSOR_TYPES)) {
    if (type.number === number) return name as TensorType // the keys of TENSOR_TYPES are TensorType by definition
  }
  return null
}

/**
 * One tensor stands behind the other, each at the next multiple of `alignment`, as llama.cpp demands it: so none
 * overlap, and the file must be as long as all of them together.
 */
export function checkPlaces(
  tensors: readonly TensorInfo[],
  alignment: number,
  dataStart: number,
  fileSize: number,
  refuse: Refusals,
): void {
  let next = 0 // where the next tensor must begin, in bytes of the data
  let end = 0
  for (const { name, offset, size } of tensors) {
    if (offset !== next) throw refuse.broken(`its tensor ${shown(name)} is not where it must be`)
    end = offset + size
    next = Math.ceil(end / alignment) * alignment
    if (!Number.isSafeInteger(next)) throw refuse.tooLarge('tensors without end')
  }
  if (tensors.length > 0 && dataStart + end > fileSize) {
    throw refuse.cut('the model', `, ${megabytes(dataStart + end - fileSize)} missing`)
  }
}

/** 1 MB = 1,000,000 bytes, as file managers count. */
function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}` : `${(bytes / 1e6).toFixed(1)} MB`
}
