import { closeSync, openSync, statSync } from 'node:fs'
import { PonderError } from '../../contract/ponder-error.ts'
import { sourceOfFile, type ByteSource } from '../gguf/byte-source.ts'
import { readGguf, type GgufHeader } from '../gguf/read-gguf.ts'
import { MOST_TOKENS, TOKENS_KEY } from './check-vocabulary.ts'
import { describeModel, type WholeModel } from './describe-model.ts'
import type { ModelHeader } from './model-header.ts'
import { refuseOtherFormat, SNIFFED_BYTES } from './other-formats.ts'
import { refusalsFor, type Refusals } from './refusals.ts'
import { settingsOf } from './settings.ts'

/** Items kept of a list: enough for one number per layer, far fewer than tokens. */
const KEPT_ITEMS = 1024
/** The largest models come in some 160 files. */
const MOST_PARTS = 512

/**
 * What a model file says of itself: the one place that parses untrusted GGUF files. It reads the header only, within
 * the limits of gguf/, and never throws anything but a PonderError of refusals.ts. It waits for the disk, so it runs in a
 * child process. `name`: what the person knows the file by.
 */
export function readModelHeader(path: string, name: string): ModelHeader {
  const refuse = refusalsFor(name)
  const { header, size } = readGgufFile(path, refuse)
  return describeModel(withLaterParts(path, header, size, refuse), refuse)
}

/** The same for bytes in memory; they may begin a larger file of `fileSize` bytes. */
export function readHeaderOfBytes(source: ByteSource, refuse: Refusals): ModelHeader {
  const header = readSource(source, refuse)
  const part = partOf(header, refuse)
  return describeModel({ ...header, fileBytes: source.size, part }, refuse)
}

function readSource(source: ByteSource, refuse: Refusals): GgufHeader {
  const head = new Uint8Array(Math.min(SNIFFED_BYTES, source.size))
  source.read(head, 0)
  if (Buffer.from(head).toString('latin1', 0, 4) !== 'GGUF') throw refuseOtherFormat(head, refuse)
  return readGguf(source, refuse, (key) => (key === TOKENS_KEY ? MOST_TOKENS : KEPT_ITEMS))
}

/** One file as it stands, image halves included, with the beginning of every list. */
export function readGgufFile(
  path: string,
  refuse: Refusals,
): { readonly header: GgufHeader; readonly size: number } {
  try {
    const stat = statSync(path)
    // Opening a pipe would wait for ever.
    if (!stat.isFile()) throw refuse.notAModel(stat.isDirectory() ? 'is a folder' : 'is no ordinary file')
    const file = openSync(path, 'r')
    try {
      return { header: readSource(sourceOfFile(file, stat.size), refuse), size: stat.size }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof PonderError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw code === 'ENOENT' || code === 'ENOTDIR' ? refuse.missing() : refuse.unreadable(code)
  }
}

/** `split.no` begins with 0 in the file. */
function partOf({ settings }: GgufHeader, refuse: Refusals): ModelHeader['part'] {
  const found = settingsOf(settings, refuse)
  const count = found.whole('split.count') ?? 0
  const number = (found.whole('split.no') ?? 0) + 1
  if (count <= 1) return null
  if (count > MOST_PARTS || number > count) throw refuse.broken(`it claims to be part ${number} of ${count}`)
  return { number, count }
}

/** The tensors of a split model stand in several files, which are named "…-00001-of-00003.gguf". */
function withLaterParts(path: string, first: GgufHeader, size: number, refuse: Refusals): WholeModel {
  const part = partOf(first, refuse)
  if (part === null || part.number > 1) return { ...first, fileBytes: size, part }
  const tensors = [...first.tensors]
  let fileBytes = size
  for (let number = 2; number <= part.count; number++) {
    const later = readPart(partPath(path, number, part.count), number, part.count, refuse)
    tensors.push(...later.header.tensors)
    fileBytes += later.size
  }
  const promised = settingsOf(first.settings, refuse).whole('split.tensors.count')
  if (promised !== null && promised !== tensors.length)
    throw refuse.broken(`its parts hold ${tensors.length} tensors, not ${promised}`)
  return { settings: first.settings, tensors, fileBytes, part }
}

function readPart(path: string | null, number: number, count: number, refuse: Refusals) {
  if (path === null) throw refuse.partMissing(number, count)
  try {
    const read = readGgufFile(path, refuse)
    const part = partOf(read.header, refuse)
    if (part?.number !== number || part.count !== count)
      throw refuse.broken(`its part ${number} belongs to something else`)
    return read
  } catch (error) {
    if (error instanceof PonderError && error.code === 'model-file-missing')
      throw refuse.partMissing(number, count)
    throw error
  }
}

function partPath(first: string, number: number, count: number): string | null {
  const ending = `-of-${String(count).padStart(5, '0')}.gguf`
  if (!first.toLowerCase().endsWith(`-00001${ending}`)) return null
  const stem = first.slice(0, -`00001${ending}`.length)
  return `${stem}${String(number).padStart(5, '0')}${first.slice(-ending.length)}`
}
