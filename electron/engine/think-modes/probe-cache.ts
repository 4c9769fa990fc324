import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { thinkingSchema } from '../../contract/models.ts'
import type { TemplateChoice, Thinking } from '../../contract/models.ts'

/** Counted up when probing changes, so that old results are not believed. */
const PROBE_VERSION = 2
const HEAD_BYTES = 4 * 1024 * 1024
const TAIL_BYTES = 1024 * 1024

const cachedSchema = z.object({ version: z.literal(PROBE_VERSION), thinking: thinkingSchema })

/** Names a model by its content without reading all of it: size, first 4 MiB (the header), last 1 MiB. */
export async function modelFileKey(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const hash = createHash('sha256').update(String(size))
    hash.update(await readBytes(file, 0, Math.min(HEAD_BYTES, size)))
    hash.update(await readBytes(file, Math.max(0, size - TAIL_BYTES), Math.min(TAIL_BYTES, size)))
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

/** Names what a probe belongs to: a file, and the template it is opened with where that is not its own. */
export async function probeKey(path: string, template: TemplateChoice | undefined): Promise<string> {
  const key = await modelFileKey(path)
  if (template === undefined) return key
  return `${key}-${createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 16)}`
}

/** What probing this file found before; null when nothing is known or the note cannot be read: then it is probed again. */
export async function readProbe(folder: string, key: string): Promise<Thinking | null> {
  try {
    return cachedSchema.parse(JSON.parse(await readFile(join(folder, `${key}.json`), 'utf8'))).thinking
  } catch {
    // Only a shortcut: a missing or broken note costs one more probe and nothing else.
    return null
  }
}

/** What a file system may refuse: a full or read-only disk, a folder that is not ours, or a file in its place. */
const REFUSALS = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EBUSY',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'ENOENT',
]

export async function writeProbe(folder: string, key: string, thinking: Thinking): Promise<void> {
  const path = join(folder, `${key}.json`)
  // Written beside and renamed, so that a crash cannot leave half a note.
  const beside = `${path}.${process.pid}.new`
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(beside, JSON.stringify({ version: PROBE_VERSION, thinking }))
    await rename(beside, path)
  } catch (error) {
    // Only a shortcut: a note that cannot be kept costs a probe at the next load, and must not cost this one.
    if (!(error instanceof Error && 'code' in error && REFUSALS.includes(String(error.code)))) throw error
  }
}

async function readBytes(
  file: Awaited<ReturnType<typeof open>>,
  start: number,
  length: number,
): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start)
  return buffer.subarray(0, bytesRead)
}
