import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Download } from '../../contract/downloads.ts'
import { startFaultyHub, type FaultyHub } from '../../model-files/download/fixtures/faulty-hub.ts'
import { createDownloadRoom, type DownloadRoom } from './download-room.ts'

const never = new AbortController().signal
const contents = {
  'a-Q4_K_M.gguf': Buffer.alloc(400_000, '4'),
  'a-Q8_0.gguf': Buffer.alloc(500_000, '8'),
  'mmproj-F16.gguf': Buffer.alloc(60_000, 'p'),
}

let hub: FaultyHub
let folder = ''
let rooms: DownloadRoom[] = []
/** Every state a download was seen in, without repeats. */
let seen: string[] = []
/** What a person does the moment something has changed. */
let atOnce: (room: DownloadRoom) => void = () => {}

beforeEach(async () => {
  hub = await startFaultyHub({ 'org/repo': { licence: 'mit', files: contents } })
  folder = mkdtempSync(join(tmpdir(), 'ponder-download-room-'))
  rooms = []
  seen = []
  atOnce = () => {}
})
afterEach(async () => {
  for (const room of rooms) await room.close()
  await hub.close()
  rmSync(folder, { recursive: true })
})

function open(): DownloadRoom {
  const room = createDownloadRoom({
    hub: hub.hub,
    modelsFolder: join(folder, 'models'),
    keptFile: join(folder, 'downloads.json'),
    memoryBytes: 16e9,
    changed: () => {
      const states = room
        .downloads()
        .map(({ state }) => state.kind)
        .join(' ')
      if (seen.at(-1) !== states) seen.push(states)
      atOnce(room)
    },
    finished: async (path) => `id of ${path.slice(folder.length + 1)}`,
  })
  rooms.push(room)
  return room
}

async function startFirst(room: DownloadRoom, choice: string | null = null): Promise<string> {
  const plan = await room.lookUp('org/repo', never)
  return room.start(plan.planId, choice ?? plan.chosenId ?? '').downloadId
}

function only(room: DownloadRoom): Download {
  const [download, ...others] = room.downloads()
  if (download === undefined || others.length > 0) throw new Error('there is not exactly one download')
  return download
}

/** Generous: a loaded machine is slow, and only what never comes is a failure. */
const patiently = { timeout: 25_000, interval: 5 }

const becomes = (room: DownloadRoom, kind: Download['state']['kind']) =>
  vi.waitFor(() => expect(only(room).state.kind).toBe(kind), patiently)

const fileAt = (name: string): string => join(folder, 'models', 'org', 'repo', name)

test('looking up tells what a person needs to decide, and downloads nothing', async () => {
  const plan = await open().lookUp('org/repo', never)
  expect(plan).toMatchObject({
    repository: 'org/repo',
    licence: 'mit',
    host: hub.hub.base.host,
    chosenId: '0',
  })
  expect(
    plan.choices.map(({ name, sizeBytes, seesImages, fits }) => [name, sizeBytes, seesImages, fits]),
  ).toEqual([
    ['Q4_K_M', 460_000, true, true],
    ['Q8_0', 560_000, true, true],
  ])
  expect(plan.choices[0]?.fileNames).toEqual(['mmproj-F16.gguf', 'a-Q4_K_M.gguf'])
  expect(hub.seen.every(({ path }) => path.startsWith('/api/'))).toBe(true)
  expect(readdirSync(folder)).toEqual([])
})

test('a download waits, runs, is done and tells the id of its model', async () => {
  const room = open()
  await startFirst(room)
  await becomes(room, 'done')
  expect(only(room)).toMatchObject({
    name: 'A Q4_K_M',
    sizeBytes: 460_000,
    arrivedBytes: 460_000,
    state: { modelId: 'id of models/org/repo/a-Q4_K_M.gguf' },
  })
  // On a busy machine it is seen before its first bytes too.
  expect(seen.filter((state) => state !== 'checking')).toEqual(['waiting', 'running', 'done'])
  expect(readFileSync(fileAt('a-Q4_K_M.gguf')).equals(contents['a-Q4_K_M.gguf'])).toBe(true)
  expect(open().downloads()).toEqual([])
})

test('a pause keeps what has arrived, and a resume goes on from there', async () => {
  const room = open()
  hub.paceMs = 30
  const id = await startFirst(room)
  await vi.waitFor(() => expect(only(room).arrivedBytes).toBeGreaterThan(60_000), patiently)
  await room.pause(id)
  expect(only(room).state.kind).toBe('paused')
  const { arrivedBytes } = only(room)
  expect(arrivedBytes).toBeLessThan(460_000)
  hub.paceMs = 0
  hub.seen.length = 0
  room.resume(id)
  await becomes(room, 'done')
  const ranges = hub.seen.flatMap(({ range }) => (range === null ? [] : [Number(/\d+/.exec(range)?.[0])]))
  expect(Math.max(...ranges)).toBeGreaterThan(0)
})

test('after a restart it is found again as paused, with what has arrived, and contacts nobody by itself', async () => {
  const before = open()
  hub.paceMs = 30
  await startFirst(before)
  await vi.waitFor(() => expect(before.downloads()[0]?.arrivedBytes).toBeGreaterThan(100_000), patiently)
  await before.close()
  hub.paceMs = 0
  hub.seen.length = 0
  const after = open()
  await vi.waitFor(() => expect(only(after).arrivedBytes).toBeGreaterThan(100_000), patiently)
  expect(only(after).state.kind).toBe('paused')
  expect(hub.seen).toEqual([])
  after.resume(only(after).id)
  await becomes(after, 'done')
  expect(readFileSync(fileAt('a-Q4_K_M.gguf')).equals(contents['a-Q4_K_M.gguf'])).toBe(true)
})

test('a connection that breaks is said while it is tried again', async () => {
  const room = open()
  hub.fault = ({ number }) =>
    number === 2 ? { kind: 'status', status: 503, headers: { 'retry-after': '1' } } : null
  const told: Download['state'][] = []
  atOnce = () => told.push(...room.downloads().map(({ state }) => state))
  await startFirst(room)
  await becomes(room, 'done')
  const pause = { message: expect.stringContaining('busy'), ms: 1000 }
  expect(told).toContainEqual(expect.objectContaining({ pause }))
})

test('a failure keeps its sentence and can be tried again', async () => {
  const room = open()
  hub.fault = () => ({ kind: 'flip', at: 5 })
  const id = await startFirst(room)
  await becomes(room, 'failed')
  expect(only(room).state).toMatchObject({ problem: { code: 'download-damaged' } })
  expect(existsSync(fileAt('a-Q4_K_M.gguf'))).toBe(false)
  hub.fault = () => null
  room.resume(id)
  await becomes(room, 'done')
})

test.each(['failed', 'paused'] as const)(
  'one that is %s goes on when it is resumed at once',
  async (kind) => {
    const room = open()
    if (kind === 'failed') hub.fault = () => ({ kind: 'flip', at: 5 })
    else hub.paceMs = 30
    const id = await startFirst(room)
    let resumed = 0
    atOnce = () => {
      if (only(room).state.kind !== kind || resumed > 0) return
      resumed += 1
      hub.paceMs = 0
      hub.fault = () => null
      room.resume(id)
    }
    if (kind === 'paused') {
      await becomes(room, 'running')
      void room.pause(id)
    }
    await becomes(room, 'done')
    expect(resumed).toBe(1)
  },
)

test('one runs at a time, the next waits for it', async () => {
  const room = open()
  hub.paceMs = 30
  const first = await startFirst(room, '0')
  const second = await startFirst(room, '1')
  const states = () => room.downloads().map(({ state }) => state.kind)
  await vi.waitFor(() => expect(states()).toEqual(['running', 'waiting']), patiently)
  await room.pause(first)
  await vi.waitFor(() => expect(states()).toEqual(['paused', 'running']), patiently)
  await room.remove(second)
  expect(room.downloads().map(({ id }) => id)).toEqual([first])
})

test('removing takes what has arrived with it, but not what another download shares', async () => {
  const room = open()
  hub.paceMs = 30
  const first = await startFirst(room, '0')
  await vi.waitFor(() => expect(room.downloads()[0]?.arrivedBytes).toBeGreaterThan(100_000), patiently)
  await room.pause(first)
  const second = await startFirst(room, '1')
  await room.pause(second)
  await room.remove(first)
  expect(existsSync(`${fileAt('a-Q4_K_M.gguf')}.part`)).toBe(false)
  expect(existsSync(`${fileAt('mmproj-F16.gguf')}.part`)).toBe(true)
  await room.remove(second)
  expect(readdirSync(join(folder, 'models'))).toEqual([])
  expect(open().downloads()).toEqual([])
})

test('removing one that is done leaves its model', async () => {
  const room = open()
  const id = await startFirst(room)
  await becomes(room, 'done')
  await room.remove(id)
  expect(room.downloads()).toEqual([])
  expect(existsSync(fileAt('a-Q4_K_M.gguf'))).toBe(true)
})

test('asking for the same model twice is one download', async () => {
  const room = open()
  hub.paceMs = 30
  expect(await startFirst(room)).toBe(await startFirst(room))
  expect(room.downloads()).toHaveLength(1)
})

test.each([
  '{',
  '[{"id":1}]',
  JSON.stringify([
    {
      id: 'x',
      checked: [],
      files: [
        {
          repository: 'o/r',
          revision: 'r',
          path: 'a.gguf',
          sizeBytes: 1,
          sha256: 'x',
          place: ['..', 'a.gguf'],
        },
      ],
    },
  ]),
])('a list of downloads that was tampered with is no list: %s', (text) => {
  writeFileSync(join(folder, 'downloads.json'), text)
  expect(open().downloads()).toEqual([])
})

test('what was looked up long ago, and what was never there, is said in words', async () => {
  const room = open()
  expect(() => room.start('no such plan', '0')).toThrow(expect.objectContaining({ code: 'plan-gone' }))
  expect(() => room.resume('no such download')).toThrow(expect.objectContaining({ code: 'unknown-download' }))
  const plan = await room.lookUp('org/repo', never)
  expect(() => room.start(plan.planId, '99')).toThrow(expect.objectContaining({ code: 'plan-gone' }))
})
