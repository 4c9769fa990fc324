import { forged, soundBytes, soundHeaderBytes, type BrokenFile } from './sound-model.ts'

const cutAt = (length: number): (() => Uint8Array) => {
  return () => soundBytes.subarray(0, length)
}

/** Bytes missing, zeroed, or in another order: what broken-off downloads and copies leave behind. */
export const cutFiles: readonly BrokenFile[] = [
  { what: 'nothing in it', code: 'not-a-model', bytes: cutAt(0) },
  { what: 'two of the four magic bytes', code: 'not-a-model', bytes: cutAt(2) },
  { what: 'the magic bytes alone', code: 'model-file-cut', bytes: cutAt(4) },
  { what: 'an end within the counts', code: 'model-file-cut', bytes: cutAt(17) },
  { what: 'an end within the settings', code: 'model-file-cut', bytes: cutAt(1000) },
  { what: 'an end within the vocabulary', code: 'model-file-cut', bytes: cutAt(3000) },
  { what: 'an end within the tensor entries', code: 'model-file-cut', bytes: cutAt(soundHeaderBytes - 200) },
  { what: 'an end behind the header', code: 'model-file-cut', bytes: cutAt(soundHeaderBytes) },
  { what: 'an end within the tensors', code: 'model-file-cut', bytes: cutAt(soundHeaderBytes + 5000) },
  { what: 'its last byte missing', code: 'model-file-cut', bytes: cutAt(soundBytes.length - 1) },
  { what: 'nothing but zeros', code: 'not-a-model', bytes: () => new Uint8Array(100_000) },
  { what: 'zeros from the middle of its header on', code: 'model-file-broken', bytes: zerosFrom(400) },
  { what: 'its first kilobyte missing', code: 'not-a-model', bytes: () => soundBytes.subarray(1024) },
  { what: 'version 0', code: 'model-file-version', bytes: () => forged(() => ({ version: 0 })) },
  { what: 'version 1', code: 'model-file-version', bytes: () => forged(() => ({ version: 1 })) },
  { what: 'version 99', code: 'model-file-version', bytes: () => forged(() => ({ version: 99 })) },
  {
    what: 'its numbers the other way round',
    code: 'model-file-byte-order',
    bytes: () => forged(() => ({ version: 3 << 24 })),
  },
  {
    what: 'its magic the other way round',
    code: 'not-a-model',
    bytes: () => forged(() => ({ magic: 'FUGG' })),
  },
]

function zerosFrom(start: number): () => Uint8Array {
  return () => {
    const bytes = soundBytes.slice()
    bytes.fill(0, start)
    return bytes
  }
}
