import type { PonderError } from '../../contract/ponder-error.ts'
import type { Refusals } from './refusals.ts'

/** Bytes that tell formats apart. */
export const SNIFFED_BYTES = 512

type Format = { readonly starts: string; readonly what: string }

/** Models in forms that llama.cpp does not read, by their first bytes (as Latin-1). */
const MODELS: readonly Format[] = [
  { starts: 'PK\x03\x04', what: 'is a zip archive, as PyTorch packs its models' },
  { starts: '\x80\x02', what: 'is a Python pickle, as old PyTorch models are' },
  { starts: '\x80\x03', what: 'is a Python pickle' },
  { starts: '\x80\x04', what: 'is a Python pickle' },
  { starts: '\x80\x05', what: 'is a Python pickle' },
  { starts: 'lmgg', what: 'is in the GGML format of 2023' },
  { starts: 'fmgg', what: 'is in the GGML format of 2023' },
  { starts: 'tjgg', what: 'is in the GGML format of 2023' },
  { starts: 'algg', what: 'is an adapter in the GGML format of 2023' },
  { starts: '\x89HDF', what: 'is an HDF5 file, as Keras saves its models' },
  { starts: '\x1f\x8b', what: 'is packed with gzip' },
  { starts: '\x28\xb5\x2f\xfd', what: 'is packed with zstd' },
  { starts: "7z\xbc\xaf'\x1c", what: 'is a 7-Zip archive' },
  { starts: 'Rar!', what: 'is a RAR archive' },
]

const OTHERS: readonly Format[] = [
  { starts: '\x89PNG', what: 'is a picture (PNG)' },
  { starts: '\xff\xd8\xff', what: 'is a picture (JPEG)' },
  { starts: 'GIF8', what: 'is a picture (GIF)' },
  { starts: 'RIFF', what: 'is a picture or sound (RIFF)' },
  { starts: '%PDF', what: 'is a PDF document' },
  { starts: '\x7fELF', what: 'is a program' },
  { starts: 'MZ', what: 'is a program' },
  { starts: 'SQLite format 3', what: 'is a database' },
]

/** What a file that does not begin with "GGUF" is instead. `head`: its first bytes. */
export function refuseOtherFormat(head: Uint8Array, refuse: Refusals): PonderError {
  if (head.length === 0) return refuse.notAModel('is empty')
  const text = Buffer.from(head).toString('latin1')
  const model = MODELS.find(({ starts }) => text.startsWith(starts))
  if (model !== undefined) return refuse.otherFormat(model.what)
  // Eight bytes of length, then JSON.
  if (/^[^]{4}\0{4}\{/.test(text)) return refuse.otherFormat('is a safetensors file')
  if (text.startsWith('TFL3', 4)) return refuse.otherFormat('is a TensorFlow Lite model')

  const other = OTHERS.find(({ starts }) => text.startsWith(starts))
  if (other !== undefined) return refuse.notAModel(other.what)
  if (text.startsWith('version https://git-lfs')) {
    return refuse.notAModel('is the small note that Git leaves in the place of a large file')
  }
  if (/^\s*<(?:!doctype|html)/i.test(text))
    return refuse.notAModel('is a web page, perhaps of a failed download')
  if (/^\0+$/.test(text)) return refuse.notAModel('begins with zeros only, perhaps of a broken-off download')
  // Bytes over 127 may be letters; below 32 stand tabs and ends of lines only.
  const isText = head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13))
  return refuse.notAModel(isText ? 'is a text' : 'is something else')
}
