import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { checkHeader } from '../../model-files/check-header.ts'
import type { GgufSettings } from '../../../models/gguf/gguf.ts'
import { readGguf } from '../../../models/gguf/read-gguf.ts'
import type { GgufHeader } from '../../../models/gguf/read-gguf.ts'

/** The largest headers, of vocabularies with 262,000 tokens, have some 20 MB. */
const MOST_HEADER_BYTES = 64_000_000

/** What a GGUF file says of itself; every count and every tensor's place has been held against the file. */
export async function readHeader(path: string): Promise<GgufHeader> {
  const name = basename(path)
  const { sizeBytes } = await checkHeader(path, name)
  const file = await open(path, 'r')
  try {
    const length = Math.min(sizeBytes, MOST_HEADER_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return readGguf(buffer.subarray(0, bytesRead), sizeBytes)
  } catch (error) {
    if (!(error instanceof PonderError)) throw error
    throw unusable(name, error.message, error)
  } finally {
    await file.close()
  }
}

/** `why`: a sentence. */
export function fileBroken(name: string, why: string): PonderError {
  return unusable(name, why, undefined)
}

function unusable(name: string, why: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'model-file-broken',
      message: `${name} cannot be used. ${why}`,
      remedy: 'Download it again, or choose another model.',
    },
    { cause },
  )
}

export function textSetting(settings: GgufSettings, key: string): string | null {
  const setting = settings.get(key)
  return setting?.kind === 'string' ? String(setting.value) : null
}

/** False when it is not there. */
export function flagSetting(settings: GgufSettings, key: string): boolean {
  const setting = settings.get(key)
  return setting?.kind === 'bool' && setting.value === true
}

/** Null when it is not there or no whole number. */
export function numberSetting(settings: GgufSettings, key: string): number | null {
  const setting = settings.get(key)
  return setting?.kind === 'uint32' || setting?.kind === 'int32' || setting?.kind === 'uint64'
    ? Number(setting.value)
    : null
}

export function numbersSetting(settings: GgufSettings, key: string): readonly number[] | null {
  const setting = settings.get(key)
  if (setting?.kind !== 'array' || setting.of === 'string' || setting.of === 'bool') return null
  return setting.items.map(Number)
}
