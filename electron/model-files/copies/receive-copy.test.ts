import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realDisk, type Disk } from '../download/disk.ts'
import { beginCopy } from './receive-copy.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ponder-copy-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const bytes = Buffer.from('GGUF and what follows')
const wanted = { name: 'mine.gguf', sizeBytes: bytes.length }
const added = () => (existsSync(join(folder, 'added')) ? readdirSync(join(folder, 'added')) : [])

test('a file that comes in pieces is there under its name when the last piece is', async () => {
  const copy = await beginCopy(folder, wanted, realDisk)
  await copy.take(0, bytes.subarray(0, 9))
  expect(added()).toEqual([expect.stringMatching(/^\.copying-/)])
  await copy.take(9, bytes.subarray(9))
  expect(await copy.whole).toBe(join(folder, 'added', 'mine.gguf'))
  await copy.end()
  expect(added()).toEqual(['mine.gguf'])
  expect(readFileSync(join(folder, 'added', 'mine.gguf'))).toEqual(bytes)
})

test('pieces may come faster than they are written', async () => {
  const slow: Disk = {
    ...realDisk,
    write: async (file, piece, position) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      await realDisk.write(file, piece, position)
    },
  }
  const copy = await beginCopy(folder, wanted, slow)
  await Promise.all([0, 7, 14].map((offset) => copy.take(offset, bytes.subarray(offset, offset + 7))))
  expect(readFileSync(await copy.whole)).toEqual(bytes)
})

test('a copy that is given up leaves nothing, and neither does one that died with Ponder', async () => {
  const copy = await beginCopy(folder, wanted, realDisk)
  await copy.take(0, bytes.subarray(0, 9))
  await copy.end()
  expect(added()).toEqual([])
  writeFileSync(join(folder, 'added', '.copying-of-an-earlier-start'), 'x')
  await (await beginCopy(folder, wanted, realDisk)).end()
  expect(added()).toEqual([])
})

const pieces: readonly (readonly [string, readonly (readonly [number, string])[], string])[] = [
  [
    'a hole',
    [
      [0, 'GGUF '],
      [6, 'nd'],
    ],
    'copy-broken',
  ],
  [
    'a piece twice',
    [
      [0, 'GGUF '],
      [0, 'GGUF '],
    ],
    'copy-broken',
  ],
  ['an empty piece', [[0, '']], 'copy-broken'],
  ['more than was said', [[0, `${bytes.toString()} and more`]], 'copy-broken'],
  ['another format', [[0, 'PK\x03\x04 a long archive']], 'not-a-model'],
]
test.each(pieces)('%s ends the copy with a sentence and leaves nothing', async (_what, sent, code) => {
  const copy = await beginCopy(folder, wanted, realDisk)
  const sending = async () => {
    for (const [offset, text] of sent) await copy.take(offset, Buffer.from(text, 'latin1'))
  }
  await expect(sending()).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\.$/) })
  await expect(copy.whole).rejects.toMatchObject({ code })
  await expect(copy.take(0, bytes)).rejects.toMatchObject({ code: 'copy-broken' })
  expect(added()).toEqual([])
})

test.each([
  ['../../evil.gguf', /^[^/\\]+\.gguf$/],
  ['a\\b:c.gguf', /^[^/\\:]+\.gguf$/],
  ['con.gguf', /^_con.*\.gguf$/],
  ['.gguf', /^[^.].*\.gguf$/],
])('the name %s is made ours', async (name, expected) => {
  const copy = await beginCopy(folder, { ...wanted, name }, realDisk)
  await copy.take(0, bytes)
  await copy.whole
  expect(added()).toEqual([expect.stringMatching(expected)])
})

test('a file by another ending, or one that was added before, is refused before a byte is sent', async () => {
  await expect(beginCopy(folder, { ...wanted, name: 'a.zip' }, realDisk)).rejects.toMatchObject({
    code: 'not-a-model',
  })
  mkdirSync(join(folder, 'added'))
  writeFileSync(join(folder, 'added', 'mine.gguf'), 'kept')
  await expect(beginCopy(folder, wanted, realDisk)).rejects.toMatchObject({ code: 'model-there-already' })
  expect(readFileSync(join(folder, 'added', 'mine.gguf'), 'utf8')).toBe('kept')
})

test('a disk without room refuses at once, one that fills up ends the copy; both say what to do', async () => {
  const full: Disk = { ...realDisk, freeBytes: async () => 1000 }
  await expect(beginCopy(folder, wanted, full)).rejects.toMatchObject({
    code: 'disk-full',
    remedy: 'Free some space, then add it again.',
  })
  const filling: Disk = {
    ...realDisk,
    write: async () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' })
    },
  }
  const copy = await beginCopy(folder, wanted, filling)
  await expect(copy.take(0, bytes)).rejects.toMatchObject({ code: 'disk-full' })
  await expect(copy.whole).rejects.toMatchObject({ code: 'disk-full' })
  expect(added()).toEqual([])
})
