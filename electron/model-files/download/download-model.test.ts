import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realDisk } from './disk.ts'
import { arrivedBytes, downloadModel, removeParts, type ModelProgress } from './download-model.ts'
import type { WantedFile } from './fetch-part.ts'
import { COMMIT, sha256, startFaultyHub, type FaultyHub } from './fixtures/faulty-hub.ts'
import { localPlace } from './local-place.ts'

const contents = {
  'mmproj-F16.gguf': Buffer.alloc(50_000, 'p'),
  'a-00002-of-00002.gguf': Buffer.alloc(80_000, '2'),
  'a-00001-of-00002.gguf': Buffer.alloc(70_000, '1'),
}
const files: readonly WantedFile[] = Object.entries(contents).map(([path, bytes]) => ({
  repository: 'org/repo',
  revision: COMMIT,
  path,
  sizeBytes: bytes.length,
  sha256: sha256(bytes),
  place: localPlace('org/repo', path),
}))
const never = new AbortController().signal

let hub: FaultyHub
let root = ''
beforeEach(async () => {
  hub = await startFaultyHub({ 'org/repo': { files: contents } })
  root = join(mkdtempSync(join(tmpdir(), 'ponder-downloads-')), 'models')
})
afterEach(async () => {
  await hub.close()
  rmSync(join(root, '..'), { recursive: true })
})

const pathOf = (file: WantedFile): string => join(root, ...file.place)

const there = (): boolean[] => files.map((file) => existsSync(pathOf(file)))

test('brings every file, names them at the end, and counts them together', async () => {
  const told: ModelProgress[] = []
  const namedEarly: boolean[] = []
  await downloadModel(hub.hub, root, files, {
    signal: never,
    onProgress: (progress) => {
      told.push(progress)
      namedEarly.push(...there())
    },
  })
  for (const [index, bytes] of Object.values(contents).entries())
    expect(readFileSync(pathOf(files[index] as WantedFile)).equals(bytes)).toBe(true)
  expect(namedEarly).not.toContain(true)
  expect(told.filter(({ kind }) => kind === 'checked').map(({ bytes }) => bytes)).toEqual([
    50_000, 130_000, 200_000,
  ])
  expect(told.map(({ bytes }) => bytes)).toEqual(
    told.map(({ bytes }) => bytes).toSorted((one, other) => one - other),
  )
  expect(await arrivedBytes(root, files)).toBe(200_000)
})

test('when a later file fails none has its name, and what was checked is not fetched or read again', async () => {
  hub.fault = ({ number }) => (number >= 3 ? { kind: 'cut', afterBytes: 0 } : null)
  const checked: string[] = []
  const onProgress = (progress: ModelProgress) =>
    progress.kind === 'checked' ? void checked.push(progress.file.path) : undefined
  const attempt = downloadModel(hub.hub, root, files, { signal: never, onProgress })
  await expect(attempt).rejects.toMatchObject({ code: 'connection-cut' })
  expect(there()).toEqual([false, false, false])
  expect(checked).toEqual(['mmproj-F16.gguf', 'a-00002-of-00002.gguf'])
  hub.fault = () => null
  hub.seen.length = 0
  const told: ModelProgress[] = []
  await downloadModel(hub.hub, root, files, { signal: never, checked, onProgress: (one) => told.push(one) })
  expect(there()).toEqual([true, true, true])
  expect(hub.seen.filter(({ server }) => server === 'content')).toHaveLength(1)
  expect(told.filter(({ kind }) => kind === 'checking')).toEqual([])
})

test('a part that was checked and is gone is fetched again', async () => {
  await downloadModel(hub.hub, root, files, { signal: never, checked: files.map(({ path }) => path) })
  expect(there()).toEqual([true, true, true])
})

test('asks for room for all that is missing before anything is fetched', async () => {
  const disk = { ...realDisk, freeBytes: async () => 256_150_000 }
  const attempt = downloadModel(hub.hub, root, files, { signal: never, disk })
  await expect(attempt).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('1 MB more'),
  })
  expect(hub.seen).toEqual([])
})

test('removing takes the parts and the empty folders and leaves whole files', async () => {
  await downloadModel(hub.hub, root, files.slice(0, 1), { signal: never })
  hub.fault = ({ offset }) => ({ kind: 'cut', afterBytes: offset === 0 ? 30_000 : 0 })
  hub.paceMs = 3
  await downloadModel(hub.hub, root, files, { signal: never }).catch(() => {})
  expect(await arrivedBytes(root, files)).toBeGreaterThan(50_000)
  await removeParts(root, files)
  expect(await arrivedBytes(root, files)).toBe(50_000)
  expect(there()).toEqual([true, false, false])
  rmSync(pathOf(files[0] as WantedFile))
  await removeParts(root, files)
  expect(readdirSync(root)).toEqual([])
})

test('a models folder that cannot be made is said in words', async () => {
  writeFileSync(root, 'a file')
  await expect(downloadModel(hub.hub, root, files, { signal: never })).rejects.toMatchObject({
    code: 'cannot-write',
  })
})
