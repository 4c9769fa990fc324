import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DeviceChoice, GpuKind, TriedGpu } from '../../contract/devices.ts'
import type { Prober } from './child-prober.ts'
import { createDeviceFinder } from './device-finder.ts'
import { driverState } from './driver-state.ts'

const works: TriedGpu = { kind: 'cuda', state: 'works', names: ['NVIDIA H200'], memoryBytes: null }
const cuda = { kind: 'cuda', reason: 'NVIDIA H200 is used through CUDA.' }

type Script = {
  drivers: Partial<Record<GpuKind, TriedGpu>>
  version: string
  choice: DeviceChoice
  cannotList?: boolean
  noFiles?: boolean
}

/** A finder over a scripted prober; `attempts` lists what was really tried. */
function open(script: Script, cacheFile = temporaryFile()) {
  const attempts: GpuKind[] = []
  const prober: Prober = {
    drivers: async () => ({ version: script.version, isAny: script.noFiles !== true }),
    list: async () =>
      script.cannotList === true
        ? null
        : (['cuda', 'vulkan'] as const).map((kind) => ({
            kind,
            hasDriver: script.drivers[kind] !== undefined,
          })),
    attempt: async (kind) => {
      attempts.push(kind)
      return script.drivers[kind] ?? { kind, state: 'absent' }
    },
    close: () => {},
  }
  let changes = 0
  const finder = createDeviceFinder({
    prober,
    cacheFile,
    choice: () => script.choice,
    changed: () => {
      changes += 1
    },
  })
  return { finder, attempts, cacheFile, changes: () => changes }
}

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-devices-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'devices.json')
}

test('what works is tried once and kept for as long as the drivers stay what they are', async () => {
  const script: Script = { drivers: { cuda: works }, version: 'one', choice: 'auto' }
  const first = open(script)
  expect(first.finder.now()).toEqual({ chosen: null, gpus: [] })
  expect(await Promise.all([first.finder.choose(), first.finder.choose()])).toEqual([cuda, cuda])
  expect(first.attempts).toEqual(['cuda'])
  expect(first.finder.now()).toEqual({ chosen: cuda, gpus: [works, { kind: 'vulkan', state: 'absent' }] })
  expect(first.changes()).toBe(2)

  const again = open(script, first.cacheFile)
  expect(await again.finder.choose()).toEqual(cuda)
  expect(again.attempts).toEqual([])
  const newer = open({ ...script, version: 'two' }, first.cacheFile)
  expect(await newer.finder.choose()).toEqual(cuda)
  expect(newer.attempts).toEqual(['cuda'])
})

test('nobody looks for what a person has ruled out, until it is wanted', async () => {
  const script: Script = { drivers: { cuda: works }, version: 'one', choice: 'cpu' }
  const { finder, attempts } = open(script)
  expect(await finder.choose()).toMatchObject({ kind: 'cpu' })
  expect([finder.now().chosen?.kind, attempts]).toEqual(['cpu', []])
  script.choice = 'cuda'
  finder.choiceChanged()
  expect(finder.now().chosen).toBeNull()
  expect(await finder.choose()).toMatchObject({ kind: 'cuda' })
})

test('what failed when it was needed counts as failed, until somebody looks again', async () => {
  const { finder, attempts } = open({ drivers: { cuda: works }, version: 'one', choice: 'auto' })
  await finder.choose()
  finder.failed('cuda', 'could not be started (no device)')
  expect(await finder.choose()).toEqual({
    kind: 'cpu',
    reason: 'CUDA could not be started (no device); no Vulkan driver was found.',
  })
  finder.lookAgain()
  expect(await finder.choose()).toEqual(cuda)
  expect(attempts).toEqual(['cuda', 'cuda'])
})

test.each(['', '{', '{"drivers":"one","gpus":[{"kind":"cuda","state":"works"}]}'])(
  'a note that makes no sense is written anew: %s',
  async (text) => {
    const file = temporaryFile()
    writeFileSync(file, text)
    const { finder, attempts } = open({ drivers: { cuda: works }, version: 'one', choice: 'auto' }, file)
    expect(await finder.choose()).toEqual(cuda)
    expect(attempts).toEqual(['cuda'])
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ drivers: 'one' })
  },
)

test('where nothing can be found out the processor works, and the next start looks again', async () => {
  const script: Script = { drivers: { cuda: works }, version: 'one', choice: 'auto', cannotList: true }
  const { finder, cacheFile } = open(script)
  expect(await finder.choose()).toEqual({ kind: 'cpu', reason: 'No graphics processor was found.' })
  script.cannotList = false
  expect(await open(script, cacheFile).finder.choose()).toEqual(cuda)
})

test('a folder that cannot be written costs a look at every start and nothing else', async () => {
  const { finder } = open(
    { drivers: { cuda: works }, version: 'one', choice: 'auto' },
    '/nowhere/devices.json',
  )
  expect(await finder.choose()).toEqual(cuda)
})

test('where no driver has a file nothing is tried, until somebody asks for it', async () => {
  const { finder, attempts } = open({
    drivers: { cuda: works },
    version: 'one',
    choice: 'auto',
    noFiles: true,
  })
  expect(await finder.choose()).toEqual({ kind: 'cpu', reason: 'No CUDA or Vulkan driver was found.' })
  expect(attempts).toEqual([])
  finder.lookAgain()
  expect(await finder.choose()).toEqual(cuda)
})

test('drivers are known by their files, the environment and the version of Ponder', async () => {
  const here = await driverState('1')
  expect(await driverState('1')).toEqual(here)
  expect((await driverState('2')).version).not.toBe(here.version)
  const hidden = { ...process.env, CUDA_VISIBLE_DEVICES: '7' }
  expect((await driverState('1', process.platform, hidden)).version).not.toBe(here.version)
  const folder = mkdtempSync(join(tmpdir(), 'ponder-driver-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const own = { LD_LIBRARY_PATH: folder }
  const before = await driverState('1', 'linux', own)
  writeFileSync(join(folder, 'libcuda.so.1'), 'a newer driver')
  const after = await driverState('1', 'linux', own)
  expect(after.version).not.toBe(before.version)
  expect(after.isAny).toBe(true)
  expect((await driverState('1', 'darwin', {})).isAny).toBe(true)
})
