import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PonderError } from '../contract/ponder-error.ts'
import { checkHeader } from './check-header.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-headers-'))
  mkdirSync(join(folder, 'folder.gguf'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function header(version: number, tensors: bigint, keys: bigint, size = 100_000): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.write('GGUF', 'latin1')
  bytes.writeUInt32LE(version, 4)
  bytes.writeBigUInt64LE(tensors, 8)
  bytes.writeBigUInt64LE(keys, 16)
  return bytes
}

const refused: readonly [what: string, bytes: Buffer, code: string][] = [
  ['an empty file', Buffer.alloc(0), 'not-a-model'],
  ['text by another name', Buffer.from('Dear diary, today I renamed a file.'), 'not-a-model'],
  ['three of the four magic bytes', Buffer.from('GGU'), 'not-a-model'],
  ['a header that ends early', header(3, 10n, 10n).subarray(0, 23), 'model-file-broken'],
  ['version 1', header(1, 10n, 10n), 'model-file-version'],
  ['a version from the future', header(4, 10n, 10n), 'model-file-version'],
  ['a big-endian version', header(3 << 24, 10n, 10n), 'model-file-version'],
  ['2⁶⁴ − 1 tensors', header(3, 2n ** 64n - 1n, 10n), 'model-file-broken'],
  ['2⁶⁴ − 1 entries', header(3, 10n, 2n ** 64n - 1n), 'model-file-broken'],
  ['a hundred million entries', header(3, 10n, 100_000_000n), 'model-file-broken'],
  ['no entries', header(3, 10n, 0n), 'model-file-broken'],
  ['more tensors than the file can hold', header(3, 60_000n, 10n), 'model-file-broken'],
]

test.each(refused)('refuses %s', async (what, bytes, code) => {
  const path = join(folder, `${what.replaceAll(/\W/g, '')}.gguf`)
  writeFileSync(path, bytes)
  await expect(checkHeader(path, 'This file')).rejects.toMatchObject({ code })
})

test.each([
  ['folder.gguf', 'not-a-model'],
  ['missing.gguf', 'model-file-missing'],
])('refuses %s as %s', async (name, code) => {
  const refusal = await checkHeader(join(folder, name), 'This file').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(PonderError)
  expect(refusal).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) })
})

test.each([2, 3])('lets version %i pass', async (version) => {
  const path = join(folder, 'good.gguf')
  writeFileSync(path, header(version, 100n, 20n))
  expect(await checkHeader(path, 'Good')).toEqual({ sizeBytes: 100_000 })
})
