import type { GgufValue } from '../../electron/model-files/gguf/format.ts'
import { readGguf } from './read-gguf.ts'
import { writeGguf } from './write-gguf.ts'

/** A model in several files, as llama.cpp's gguf-split makes them: the settings in the first, the tensors over all. */
export function splitModel(bytes: Uint8Array, count: number): Uint8Array[] {
  const { settings, tensors, dataStart } = readGguf(bytes)
  const each = Math.ceil(tensors.length / count)
  return Array.from({ length: count }, (_, number) => {
    const split: [string, GgufValue][] = [
      ['split.no', { kind: 'uint16', value: number }],
      ['split.count', { kind: 'uint16', value: count }],
      ['split.tensors.count', { kind: 'int32', value: tensors.length }],
    ]
    const mine = tensors.slice(number * each, (number + 1) * each).map((tensor) => {
      const start = dataStart + tensor.offset
      return { ...tensor, data: bytes.subarray(start, start + tensor.size) }
    })
    return writeGguf(new Map([...(number === 0 ? settings : []), ...split]), mine)
  })
}
