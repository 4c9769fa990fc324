import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import type { GgufHeader, ReadSettings } from '../../model-files/gguf/read-gguf.ts'
import { readGgufFile } from '../../model-files/header/read-model-header.ts'
import { refusalsFor } from '../../model-files/header/refusals.ts'

/** What a GGUF file says of itself; every count and every tensor's place has been held against the file. */
export function readHeader(path: string): GgufHeader {
  return readGgufFile(path, refusalsFor(basename(path))).header
}

/** `why`: a sentence. */
export function fileBroken(name: string, why: string): PonderError {
  return new PonderError({
    code: 'model-file-broken',
    message: `${name} cannot be used. ${why}`,
    remedy: 'Download it again, or choose another model.',
  })
}

export function textSetting(settings: ReadSettings, key: string): string | null {
  const setting = settings.get(key)
  return setting?.kind === 'string' ? String(setting.value) : null
}

/** False when it is not there. */
export function flagSetting(settings: ReadSettings, key: string): boolean {
  const setting = settings.get(key)
  return setting?.kind === 'bool' && setting.value === true
}

/** Null when it is not there or no whole number. */
export function numberSetting(settings: ReadSettings, key: string): number | null {
  const setting = settings.get(key)
  return setting?.kind === 'uint32' || setting?.kind === 'int32' || setting?.kind === 'uint64'
    ? Number(setting.value)
    : null
}

export function numbersSetting(settings: ReadSettings, key: string): readonly number[] | null {
  const setting = settings.get(key)
  if (setting?.kind !== 'array' || setting.of === 'string' || setting.of === 'bool') return null
  return setting.items.map(Number)
}
