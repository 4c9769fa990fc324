import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realDisk } from './disk.ts'
import { arrivedBytes, downloadModel, removeParts, type ModelProgress } from './download-model.ts'
import type { WantedFile } from './download-file.ts'
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

test('brings every file, the listed one last, and counts them together', async () => {
  const told: ModelProgress[] = []
  await downloadModel(hub.hub, root, files, { signal: never, onProgress: (progress) => told.push(progress) })
  for (const [index, bytes] of Object.values(contents).entries())
    expect(readFileSync(pathOf(files[index] as WantedFile)).equals(bytes)).toBe(true)
  const finished = told.filter((progress) => progress.kind === 'finished')
  expect(finished.map(({ bytes }) => bytes)).toEqual([50_000, 130_000, 200_000])
  expect(told.map(({ bytes }) => bytes)).toEqual(
    told.map(({ bytes }) => bytes).toSorted((one, other) => one - other),
  )
})

test('when a later file fails the earlier ones stay, the list shows none, and it can be taken up again', async () => {
  hub.fault = ({ number }) => (number >= 3 ? { kind: 'cut', afterBytes: 0 } : null)
  await expect(downloadModel(hub.hub, root, files, { signal: never })).rejects.toMatchObject({
    code: 'connection-cut',
  })
  expect(files.map((file) => existsSync(pathOf(file)))).toEqual([true, true, false])
  hub.fault = () => null
  hub.seen.length = 0
  await downloadModel(hub.hub, root, files, { signal: never })
  expect(existsSync(pathOf(files[2] as WantedFile))).toBe(true)
  expect(hub.seen.filter(({ server }) => server === 'content')).toHaveLength(1)
})

test('asks for room for all that is missing before anything is fetched', async () => {
  const disk = { ...realDisk, freeBytes: async () => 256 * 1024 * 1024 + 150_000 }
  const attempt = downloadModel(hub.hub, root, files, { signal: never, disk })
  await expect(attempt).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('1 MB more'),
  })
  expect(hub.seen).toEqual([])
})

test('parts are counted and can be removed; whole files are left', async () => {
  await downloadModel(hub.hub, root, files.slice(0, 1), { signal: never })
  hub.fault = ({ offset }) => ({ kind: 'cut', afterBytes: offset === 0 ? 30_000 : 0 })
  hub.paceMs = 3
  await downloadModel(hub.hub, root, files, { signal: never }).catch(() => {})
  expect(await arrivedBytes(root, files)).toBeGreaterThan(0)
  await removeParts(root, files)
  expect(await arrivedBytes(root, files)).toBe(0)
  expect(files.map((file) => existsSync(pathOf(file)))).toEqual([true, false, false])
})

test('a models folder that cannot be made is said in words', async () => {
  writeFileSync(root, 'a file')
  await expect(downloadModel(hub.hub, root, files, { signal: never })).rejects.toMatchObject({
    code: 'cannot-write',
  })
})
