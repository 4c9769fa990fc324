import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './fixtures/temporary.ts'
import { imagesFolder, openImageFiles } from './image-files.ts'

/** As far as these files are read: a PNG's head. */
function png(width: number, height: number, more = ''): Buffer {
  const head = Buffer.alloc(24)
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return Buffer.concat([head, Buffer.from(more)])
}
const small = png(2, 1)

function open() {
  const folder = imagesFolder(temporaryFolder())
  return { folder, files: openImageFiles(folder) }
}
const DAY = 24 * 60 * 60 * 1000

test('an image is one file named by what is in it, and a small one, for the person alone', async () => {
  const { folder, files } = open()
  const whole = png(40, 30)
  const id = await files.keep(whole, small)
  expect(id).toBe(createHash('sha256').update(whole).digest('hex'))
  expect(readdirSync(folder).sort()).toEqual([`${id}.png`, `${id}.small.png`])
  expect(files.pathOf(id)).toBe(join(folder, `${id}.png`))
  expect(await files.read(id)).toEqual(whole)
  expect(await files.look(id)).toEqual({ width: 40, height: 30, bytes: whole.length })
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o077).toBe(0)
    expect(statSync(files.pathOf(id)).mode & 0o077).toBe(0)
  }
})

test('the same pixels are kept once, also when they come twice at the same time', async () => {
  const { folder, files } = open()
  const ids = await Promise.all([1, 2, 3].map(() => files.keep(png(40, 30), small)))
  expect(new Set(ids).size).toBe(1)
  await files.keep(png(40, 30), small)
  expect(readdirSync(folder)).toHaveLength(2)
})

test('a copy for a model is made once', async () => {
  const { files } = open()
  const id = await files.keep(png(40, 30), small)
  let made = 0
  const make = () => Promise.resolve(png(20, ++made))
  const path = await files.shrunk(id, 20, make)
  expect(await files.shrunk(id, 20, make)).toBe(path)
  expect(readFileSync(path)).toEqual(png(20, 1))
})

test('what is gone is said', async () => {
  const { files } = open()
  expect(await files.look('a'.repeat(64))).toBe(null)
  await expect(files.read('a'.repeat(64))).rejects.toMatchObject({ code: 'image-gone' })
})

test('forgetting takes all copies away and leaves the others', async () => {
  const { folder, files } = open()
  const [gone, stays] = [await files.keep(png(1, 1), small), await files.keep(png(2, 2), small)]
  await files.shrunk(gone, 20, () => Promise.resolve(small))
  files.forget([gone])
  expect(readdirSync(folder).sort()).toEqual([`${stays}.png`, `${stays}.small.png`])
})

test('what nothing holds stays while it may stand in an unsent message; being added again makes it fresh', async () => {
  const { folder, files } = open()
  const [used, unsent, old, again] = [
    await files.keep(png(1, 1), small),
    await files.keep(png(2, 2), small),
    await files.keep(png(3, 3), small),
    await files.keep(png(4, 4), small),
  ]
  for (const id of [used, old, again]) utimesSync(files.pathOf(id), new Date(0), new Date(0))
  await files.keep(png(4, 4), small)
  // Left by a crash; and what is not an image is not Ponder's to remove.
  writeFileSync(join(folder, 'x.part'), '')
  writeFileSync(join(folder, 'notes.txt'), '')
  files.forgetUnused(new Set([used]))
  const left = [used, unsent, again].flatMap((id) => [`${id}.png`, `${id}.small.png`])
  expect(readdirSync(folder).sort()).toEqual([...left, 'notes.txt'].sort())
  files.forgetUnused(new Set([used]), Date.now() + 31 * DAY)
  expect(readdirSync(folder).sort()).toEqual([`${used}.png`, `${used}.small.png`, 'notes.txt'].sort())
})

test('without a folder there is nothing to forget', () => {
  const { folder, files } = open()
  files.forget(['a'.repeat(64)])
  files.forgetUnused(new Set())
  expect(existsSync(folder)).toBe(false)
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that cannot be written is said, and leaves nothing behind',
  async () => {
    const { folder, files } = open()
    mkdirSync(folder, { mode: 0o500 })
    await expect(files.keep(png(1, 1), small)).rejects.toMatchObject({
      code: 'image-not-kept',
      remedy: /\w\.$/,
    })
    chmodSync(folder, 0o700)
    expect(readdirSync(folder)).toEqual([])
  },
)

test('a folder that is none is said', async () => {
  const { folder, files } = open()
  writeFileSync(folder, '')
  await expect(files.keep(png(1, 1), small)).rejects.toMatchObject({
    code: 'image-not-kept',
    remedy: /\w\.$/,
  })
})
