import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { GgufValue } from '../../electron/model-files/gguf/format.ts'
import { randomModel, smallestShape } from './random-model.ts'
import { readGguf } from './read-gguf.ts'
import { writeGguf } from './write-gguf.ts'

const settings = new Map<string, GgufValue>([
  ['general.architecture', { kind: 'string', value: 'llama' }],
  ['a.uint64', { kind: 'uint64', value: 2n ** 60n }],
  ['a.int64', { kind: 'int64', value: -5n }],
  ['a.int8', { kind: 'int8', value: -7 }],
  ['a.uint16', { kind: 'uint16', value: 65_535 }],
  ['a.float64', { kind: 'float64', value: Math.PI }],
  ['a.bool', { kind: 'bool', value: true }],
  ['a.words', { kind: 'array', of: 'string', items: ['', 'Ġt', '日本'] }],
  ['a.numbers', { kind: 'array', of: 'float32', items: [0.5, -2] }],
  ['a.nothing', { kind: 'array', of: 'int32', items: [] }],
])
const tensors = [
  { name: 'one.weight', dimensions: [4], type: 'F32', data: new Uint8Array(16).fill(3) },
  { name: 'two.weight', dimensions: [32, 3], type: 'Q8_0', data: new Uint8Array(102).fill(9) },
] as const

describe('what is written is read again', () => {
  test('settings of every type, tensors and their bytes', () => {
    const bytes = writeGguf(settings, tensors)
    const header = readGguf(bytes)
    for (const [key, value] of settings) expect(header.settings.get(key)).toMatchObject(value)
    expect(header.settings.size).toBe(settings.size)
    expect(
      header.tensors.map(({ name, dimensions, type, size }) => ({ name, dimensions, type, size })),
    ).toEqual([
      { name: 'one.weight', dimensions: [4], type: 'F32', size: 16 },
      { name: 'two.weight', dimensions: [32, 3], type: 'Q8_0', size: 102 },
    ])
    const second = header.tensors[1]
    const start = header.dataStart + (second?.offset ?? 0)
    expect(bytes.subarray(start, start + 102)).toEqual(tensors[1].data)
    expect(start % 32).toBe(0)
  })

  test('a real model: read and written again, its settings are byte for byte the same', async () => {
    const bytes = await demoModel()
    const header = readGguf(bytes)
    const copies = header.tensors.map(({ name, dimensions, type, offset, size }) => {
      const start = header.dataStart + offset
      return { name, dimensions, type, data: bytes.subarray(start, start + size) }
    })
    expect(Buffer.compare(writeGguf(header.settings, copies), bytes)).toBe(0)
  })

  test('the same seed gives the same model, another seed another', () => {
    expect(randomModel()).toEqual(randomModel({ ...smallestShape }))
    expect(randomModel()).not.toEqual(randomModel({ ...smallestShape, seed: 2 }))
  })
})

function demoModel(): Promise<Uint8Array> {
  return readFile(new URL('../demo/ponder-demo-q8.gguf', import.meta.url))
}
