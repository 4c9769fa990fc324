import {
  array,
  assert,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
  uint8Array,
  type Arbitrary,
} from 'fast-check'
import { expect, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import { CHAT_TEMPLATE } from '../../../models/gguf/broken/sound-model.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { sourceOfBytes } from '../gguf/byte-source.ts'
import { modelHeaderSchema } from './model-header.ts'
import { readHeaderOfBytes } from './read-model-header.ts'
import { refusalsFor } from './refusals.ts'

/** 5,000 in a few seconds; PONDER_FUZZ_RUNS=100000 for the long run. */
const RUNS = Number(process.env['PONDER_FUZZ_RUNS'] ?? 5000)
/** Beyond this a header counts as stuck. Milliseconds of its own, however busy the machine is. */
const LONGEST = 1000

const sound = randomModel({
  ...smallestShape,
  width: 32,
  heads: 1,
  layers: 1,
  hidden: 32,
  chatTemplate: CHAT_TEMPLATE,
})
/** All but the weights, where a change means nothing. */
const HEADER_BYTES = 6500

type Change = (bytes: Buffer) => Buffer

const place = nat(HEADER_BYTES)
const odd64 = constantFrom(0n, 1n, 7n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 40n, 2n ** 63n, 2n ** 64n - 1n)
const odd32 = constantFrom(0, 1, 3, 4, 8, 9, 13, 255, 65_536, 2 ** 31, 2 ** 32 - 1)

/** What befalls a file: bytes flipped, numbers replaced, parts cut out, doubled, moved or inserted, the end lost. */
const change: Arbitrary<Change> = oneof(
  record({ at: place, bit: nat(7) }).map(({ at, bit }) => edited((bytes) => (bytes[at]! ^= 1 << bit))),
  record({ at: place, to: nat(255) }).map(({ at, to }) => edited((bytes) => (bytes[at] = to))),
  record({ at: place, to: odd32 }).map(({ at, to }) => edited((bytes) => bytes.writeUInt32LE(to, at))),
  record({ at: place, to: odd64 }).map(({ at, to }) => edited((bytes) => bytes.writeBigUInt64LE(to, at))),
  record({ at: place, by: integer({ min: -40, max: 40 }) }).map(({ at, by }) =>
    edited((bytes) => bytes.writeUInt32LE((bytes.readUInt32LE(at) + by) >>> 0, at)),
  ),
  record({ at: place, length: nat(200) }).map(
    ({ at, length }): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
  ),
  record({ at: place, from: place, length: nat(400) }).map(
    ({ at, from, length }): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)]),
  ),
  record({ at: place, inserted: uint8Array({ maxLength: 40 }) }).map(
    ({ at, inserted }): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]),
  ),
  nat(sound.length).map(
    (length): Change =>
      (bytes) =>
        bytes.subarray(0, length),
  ),
)

function edited(edit: (bytes: Buffer) => unknown): Change {
  return (bytes) => {
    const copy = Buffer.from(bytes)
    // A file that was cut may end before the place.
    if (copy.length > HEADER_BYTES + 8) edit(copy)
    return copy
  }
}

const known = new Set(
  Object.values(refusalsFor('x')).map(
    (refuse) => (refuse as (...input: unknown[]) => PonderError)('', 0).code,
  ),
)

test(
  `after any damage a file is read or refused with a known code, ${RUNS} times`,
  { timeout: 1_200_000 },
  () => {
    const ends = new Map<string, number>()
    let slowest = 0
    assert(
      property(array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = changes.reduce<Buffer>((before, apply) => apply(before), Buffer.from(sound))
        const before = process.cpuUsage()
        const end = endOf(bytes)
        slowest = Math.max(slowest, process.cpuUsage(before).user / 1000)
        ends.set(end, (ends.get(end) ?? 0) + 1)
      }),
      { seed: 4, numRuns: RUNS },
    )
    if (RUNS > 5000) console.log(Object.fromEntries(ends), `slowest ${slowest.toFixed(0)} ms`)
    expect(slowest).toBeLessThan(LONGEST)
    // Damage that nothing notices would test nothing.
    expect(ends.get('read') ?? 0).toBeLessThan(RUNS / 2)
    expect(ends.size).toBeGreaterThan(6)
  },
)

function endOf(bytes: Buffer): string {
  try {
    const header = readHeaderOfBytes(sourceOfBytes(bytes), refusalsFor('This file'))
    expect(modelHeaderSchema.parse(header)).toEqual(header)
    return 'read'
  } catch (error) {
    if (!(error instanceof PonderError)) throw error
    expect(known).toContain(error.code)
    expect(error.message.length).toBeLessThan(400)
    return error.code
  }
}
