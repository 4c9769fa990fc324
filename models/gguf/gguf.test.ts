import { readFile } from 'node:fs/promises'
import { array, assert, nat, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { GgufValue } from './gguf.ts'
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
    expect(header.settings).toEqual(settings)
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
      if (type === null || size === null) throw new Error(`unknown type of ${name}`)
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

describe('a broken or hostile file is refused with a sentence', () => {
  const whole = writeGguf(settings, tensors)
  const claims = (at: number, value: bigint) => {
    const bytes = whole.slice()
    new DataView(bytes.buffer).setBigUint64(at, value, true)
    return bytes
  }
  const arrayOf = (count: bigint) => {
    const bytes = writeGguf(new Map([['x', { kind: 'array', of: 'uint8', items: [] }]]), [])
    new DataView(bytes.buffer).setBigUint64(24 + 9 + 8, count, true) // header, key "x", array type and item type
    return bytes
  }
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['nothing at all', new Uint8Array(0), /ends too early/],
    ['another format', new TextEncoder().encode('PK\u0003\u0004 not a model'), /does not begin/],
    ['a version of the future', withVersion(whole, 9), /version is 9/],
    ['2^63 tensors', claims(8, 2n ** 63n), /claims 9223372036854775808 tensors/],
    ['a million settings', claims(16, 1_000_000n), /claims 1000000 settings/],
    ['a key of 2^62 bytes', claims(24, 2n ** 62n), /bytes of text/],
    ['an array larger than the file', arrayOf(3_000_000n), /claims 3000000 items/],
    ['an array of 2^60 items', arrayOf(2n ** 60n), /items/],
    ['cut in the settings', whole.slice(0, 90), /ends too early/],
    ['cut in the tensors', whole.slice(0, -40), /behind the end/],
    ['a setting twice', twice(), /stands twice/],
  ]
  test.each(cases)('%s', (_, bytes, why) => {
    expect(() => readGguf(bytes)).toThrow(PonderError)
    expect(() => readGguf(bytes)).toThrow(why)
  })

  test('any change of any byte either reads or is refused, and nothing else happens', () => {
    const change = record({ at: nat(whole.length - 1), to: nat(255) })
    assert(
      property(array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = whole.slice()
        for (const { at, to } of changes) bytes[at] = to
        try {
          readGguf(bytes)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PonderError)
        }
      }),
      { seed: 11, numRuns: 2000 },
    )
  })
})

function demoModel(): Promise<Uint8Array> {
  return readFile(new URL('../demo/ponder-demo-q8.gguf', import.meta.url))
}

function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  const copy = bytes.slice()
  copy[4] = version
  return copy
}

/** Two settings of equal length, the second renamed to the first. */
function twice(): Uint8Array {
  const bytes = writeGguf(
    new Map([
      ['same', { kind: 'bool', value: true }],
      ['sama', { kind: 'bool', value: true }],
    ]),
    [],
  )
  const text = Buffer.from(bytes)
  text.write('same', text.indexOf('sama'))
  return text
}
