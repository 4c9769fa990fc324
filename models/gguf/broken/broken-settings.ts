import { ARRAY_TYPE, SCALAR_TYPES } from '../../../electron/model-files/gguf/format.ts'
import { listSetting, setting, text, uint32, uint64 } from '../forge-gguf.ts'
import { forged, real, whole, withSettings, word, type BrokenFile } from './sound-model.ts'

const { uint8, float32 } = SCALAR_TYPES
const WHOLE = SCALAR_TYPES.uint32.number
const TEXT = SCALAR_TYPES.string.number
const MOST = 2n ** 64n - 1n

/** The sound model with one more entry among its settings. */
function plus(entry: Buffer): () => Uint8Array {
  return () => forged(({ settings }) => ({ settings: [...settings, entry] }))
}

/** An entry in front of all others: what it claims reaches over the whole file. */
function before(entry: Buffer): () => Uint8Array {
  return () => forged(({ settings }) => ({ settings: [entry, ...settings] }))
}

/** Counts, lengths and types that are not true. */
export const brokenSettings: readonly BrokenFile[] = [
  {
    what: '2⁶⁴ − 1 settings',
    code: 'model-header-too-large',
    bytes: () => forged(() => ({ settingCount: MOST })),
  },
  {
    what: 'a hundred million settings',
    code: 'model-header-too-large',
    bytes: () => forged(() => ({ settingCount: 100_000_000n })),
  },
  { what: 'a setting too few', code: 'model-file-broken', bytes: () => forged(oneSettingTooFew) },
  { what: 'no settings', code: 'model-file-broken', bytes: () => forged(() => ({ settings: [] })) },
  {
    what: 'a setting twice',
    code: 'model-file-broken',
    bytes: () => forged(({ settings }) => ({ settings: [...settings, ...settings.slice(0, 1)] })),
  },
  {
    what: 'a key of 2⁶² bytes',
    code: 'model-header-too-large',
    bytes: before(setting('a', uint32(1), WHOLE, 2n ** 62n)),
  },
  {
    what: 'a key of ten thousand letters',
    code: 'model-header-too-large',
    bytes: plus(setting('k'.repeat(10_000), uint32(1), WHOLE)),
  },
  { what: 'a setting of type 77', code: 'model-file-broken', bytes: plus(setting('a', uint32(1), 77)) },
  {
    what: 'a text of 2⁶³ bytes',
    code: 'model-header-too-large',
    bytes: before(setting('a', text('b', 2n ** 63n), TEXT)),
  },
  {
    what: 'a text that reaches past the end',
    code: 'model-file-cut',
    bytes: before(setting('a', text('b', 3_000_000n), TEXT)),
  },
  {
    what: 'a text of five million letters',
    code: 'model-header-too-large',
    bytes: plus(setting('a', text('x'.repeat(5_000_000)), TEXT)),
  },
  {
    what: 'a list of 2⁶⁰ numbers',
    code: 'model-header-too-large',
    bytes: before(listSetting('a', uint8.number, 2n ** 60n, Buffer.alloc(0))),
  },
  {
    what: 'a list whose length is negative',
    code: 'model-header-too-large',
    bytes: before(listSetting('a', float32.number, MOST, Buffer.alloc(0))),
  },
  {
    what: 'a list that reaches past the end',
    code: 'model-file-cut',
    bytes: before(listSetting('a', uint8.number, 1_900_000n, Buffer.alloc(0))),
  },
  {
    what: 'three million items in a list',
    code: 'model-header-too-large',
    bytes: plus(listSetting('a', uint8.number, 3_000_000n, Buffer.alloc(3_000_000))),
  },
  {
    what: 'a list of items of type 77',
    code: 'model-file-broken',
    bytes: plus(listSetting('a', 77, 1n, uint32(1))),
  },
  {
    what: 'a list of lists',
    code: 'model-file-broken',
    bytes: plus(listSetting('a', ARRAY_TYPE, 1n, Buffer.concat([uint32(uint8.number), uint64(0n)]))),
  },
  { what: 'lists within lists without end', code: 'model-file-broken', bytes: plus(nestedLists(2000)) },
  {
    what: 'settings of 65 MiB',
    code: 'model-header-too-large',
    bytes: () => forged(({ settings }) => ({ settings: [...settings, ...megabytesOfSettings(65)] })),
  },
  {
    what: 'an alignment of 3',
    code: 'model-file-broken',
    bytes: () => withSettings({ 'general.alignment': whole(3) }),
  },
  {
    what: 'an alignment of 0',
    code: 'model-file-broken',
    bytes: () => withSettings({ 'general.alignment': whole(0) }),
  },
  {
    what: 'an alignment of 2³¹',
    code: 'model-file-broken',
    bytes: () => withSettings({ 'general.alignment': whole(2 ** 31) }),
  },
  {
    what: 'an alignment that is a text',
    code: 'model-file-broken',
    bytes: () => withSettings({ 'general.alignment': word('32') }),
  },
  {
    what: 'a name that is a number',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () => withSettings({ 'general.name': real(1) }),
  },
]

function oneSettingTooFew({ settings }: { readonly settings: readonly Buffer[] }) {
  return { settingCount: BigInt(settings.length - 1) }
}

function nestedLists(depth: number): Buffer {
  const inner = Buffer.concat(
    Array.from({ length: depth }, () => Buffer.concat([uint32(ARRAY_TYPE), uint64(1n)])),
  )
  return setting('a', inner, ARRAY_TYPE)
}

function megabytesOfSettings(count: number): Buffer[] {
  const megabyte = Buffer.alloc(2 ** 20)
  return Array.from({ length: count }, (_, at) =>
    listSetting(`a.${at}`, uint8.number, BigInt(megabyte.length), megabyte),
  )
}
