import { forgeGguf, trueSetting } from '../forge-gguf.ts'
import { soundBytes, whole, withSettings, word, type BrokenFile } from './sound-model.ts'

const BEHIND = Buffer.alloc(50_000, 'model ')

/** What it is by its first bytes; the rest is of no matter. */
const beginning = (what: string, code: string, start: string): BrokenFile => {
  return { what, code, bytes: () => Buffer.concat([Buffer.from(start, 'latin1'), BEHIND]) }
}

/** Files of other kinds that end in .gguf, and GGUF files that hold no model to talk to. */
export const otherFiles: readonly BrokenFile[] = [
  beginning('a text in it', 'not-a-model', 'Dear diary, today I gave this file another ending. '),
  beginning('a picture (PNG) in it', 'not-a-model', '\x89PNG\r\n\x1a\n'),
  beginning('a picture (JPEG) in it', 'not-a-model', '\xff\xd8\xff\xe0'),
  beginning('a PDF in it', 'not-a-model', '%PDF-1.7\n'),
  beginning('a program in it', 'not-a-model', '\x7fELF\x02\x01'),
  beginning('a web page in it', 'not-a-model', '<!DOCTYPE html><html><title>Sign in</title>'),
  beginning('a note of Git in it', 'not-a-model', 'version https://git-lfs.github.com/spec/v1\noid sha256:'),
  beginning('JSON in it', 'not-a-model', '{"error":"Repository not found"}'),
  { what: 'noise in it', code: 'not-a-model', bytes: () => noise(50_000) },
  {
    what: 'noise behind the magic bytes',
    code: 'model-file-version',
    bytes: () => Buffer.concat([Buffer.from('GGUF'), noise(50_000)]),
  },
  {
    what: 'noise behind the version',
    code: 'model-header-too-large',
    bytes: () => Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), noise(50_000)]),
  },
  {
    what: 'safetensors in it',
    code: 'other-model-format',
    bytes: () => safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'),
  },
  beginning('a PyTorch archive in it', 'other-model-format', 'PK\x03\x04\x00\x00archive/data.pkl'),
  beginning('a Python pickle in it', 'other-model-format', '\x80\x02}q\x00('),
  beginning('a model of 2023 (GGML) in it', 'other-model-format', 'lmgg\x01\0\0\0'),
  beginning('a model of 2023 (GGJT) in it', 'other-model-format', 'tjgg\x03\0\0\0'),
  beginning('a Keras model in it', 'other-model-format', '\x89HDF\r\n\x1a\n'),
  beginning('a gzip archive in it', 'other-model-format', '\x1f\x8b\x08\0'),
  {
    what: 'the image half of a model in it',
    code: 'image-half',
    bytes: () => withSettings({ 'general.architecture': word('clip'), 'general.type': word('mmproj') }),
  },
  {
    what: 'an embedding model in it',
    code: 'not-a-chat-model',
    bytes: () => withSettings({ 'qwen3.pooling_type': whole(1) }),
  },
  {
    what: 'an adapter in it',
    code: 'not-a-chat-model',
    bytes: () => withSettings({ 'general.type': word('adapter') }),
  },
  {
    what: 'measurements for quantising in it',
    code: 'not-a-chat-model',
    bytes: () => withSettings({ 'general.type': word('imatrix') }),
  },
  {
    what: 'a vocabulary in it',
    code: 'vocabulary-only',
    bytes: () => forgeGguf({ settings: vocabularyAlone(), tensors: [], data: new Uint8Array(0) }),
  },
  { what: 'the second of two parts in it', code: 'later-part', bytes: () => withSettings(split(1, 2)) },
  {
    what: 'the first of two parts alone',
    code: 'model-part-missing',
    bytes: () => withSettings(split(0, 2)),
  },
  { what: 'part 9 of 2 in it', code: 'model-file-broken', bytes: () => withSettings(split(8, 2)) },
  { what: 'one part of 60,000', code: 'model-file-broken', bytes: () => withSettings(split(0, 60_000)) },
]

function split(number: number, count: number) {
  const small = (value: number) => ({ kind: 'uint16', value }) as const
  return { 'split.no': small(number), 'split.count': small(count) }
}

function vocabularyAlone(): Buffer[] {
  return [
    trueSetting('general.architecture', word('qwen3')),
    trueSetting('tokenizer.ggml.model', word('gpt2')),
    trueSetting('tokenizer.ggml.tokens', { kind: 'array', of: 'string', items: ['a', 'b'] }),
  ]
}

function safetensors(header: string): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, Buffer.from(header), soundBytes])
}

/** Bytes that look random and are the same in every run. */
function noise(length: number): Buffer {
  let state = 12345
  return Buffer.from(Array.from({ length }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16))
}
