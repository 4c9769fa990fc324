import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realDisk, type Disk } from './disk.ts'
import { downloadModel, type ModelProgress } from './download-model.ts'
import type { WantedFile } from './fetch-part.ts'
import { COMMIT, sha256, startFaultyHub, type Fault, type FaultyHub } from './fixtures/faulty-hub.ts'
import { localPlace } from './local-place.ts'

const SIZE = 300_000
const content = noise(SIZE, 'the model')
const place = localPlace('org/repo', 'a-Q4_K_M.gguf')
const file: WantedFile = {
  repository: 'org/repo',
  revision: COMMIT,
  path: 'a-Q4_K_M.gguf',
  sizeBytes: SIZE,
  sha256: sha256(content),
  place,
}
const TOKEN = 'hf_the-token-of-this-person'

let hub: FaultyHub
let root = ''
let target = ''
beforeEach(async () => {
  hub = await startFaultyHub({ 'org/repo': { files: { [file.path]: content } } }, TOKEN)
  root = mkdtempSync(join(tmpdir(), 'ponder-downloads-'))
  target = join(root, ...place)
})
afterEach(async () => {
  await hub.close()
  rmSync(root, { recursive: true })
})

type Overrides = {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ModelProgress) => void
  readonly disk?: Disk
}

function download(overrides: Overrides = {}, wanted = file): Promise<void> {
  return downloadModel(hub.hub, root, [wanted], { signal: new AbortController().signal, ...overrides })
}

/** The right file under its name and nothing beside it. */
function expectTheFile(): void {
  expect(sha256(readFileSync(target))).toBe(file.sha256)
  expect(readdirSync(dirname(target))).toEqual(['a-Q4_K_M.gguf'])
}

/** A refusal in words, and no file under its name. */
async function expectRefusal(attempt: Promise<unknown>, code: string): Promise<void> {
  const refusal = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(refusal).toMatchObject({
    code,
    message: expect.stringMatching(/\.$/),
    remedy: expect.stringMatching(/\.$/),
  })
  expect(existsSync(target)).toBe(false)
}

/** Lets the first answers fail like this, one after the other, and the rest be good. */
function firstThen(...faults: readonly Fault[]): void {
  hub.fault = ({ number }) => faults[number - 1] ?? null
}

function contentRequests() {
  return hub.seen.filter(({ server }) => server === 'content')
}

describe('a download', () => {
  test('brings the file, checked, under its own name', async () => {
    await download()
    expectTheFile()
  })

  test('tells how far it is, never backwards without reason', async () => {
    const told: ModelProgress[] = []
    await download({ onProgress: (progress) => told.push(progress) })
    const bytes = told.map((progress) => progress.bytes)
    expect(bytes).toEqual(bytes.toSorted((one, other) => one - other))
    expect(told.at(-2)).toEqual({ kind: 'receiving', bytes: SIZE })
    expect(told.at(-1)).toMatchObject({ kind: 'checked', bytes: SIZE })
  })

  test('of a file that is there already contacts nobody', async () => {
    await download()
    hub.seen.length = 0
    await download()
    expect(hub.seen).toEqual([])
  })

  test.each([
    ['another file of the same size', noise(SIZE, 'another')],
    ['another file of another size', noise(10, 'another')],
  ])('leaves %s alone', async (_what, other) => {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, other)
    await expect(download()).rejects.toMatchObject({ code: 'another-file-there' })
    expect(readFileSync(target).equals(other)).toBe(true)
    expect(hub.seen).toEqual([])
  })
})

describe('a connection that is cut', () => {
  // Seeded: byte offsets anywhere, before the first and near the last one too.
  const offsets = Array.from({ length: 20 }, (_, index) =>
    index === 0 ? 0 : index === 1 ? SIZE - 1 : noise(4, `cut ${index}`).readUInt32LE() % SIZE,
  )
  test.each(offsets)('after %i bytes goes on from there by itself', async (afterBytes) => {
    firstThen({ kind: 'cut', afterBytes })
    await download()
    expectTheFile()
    const again = contentRequests().at(-1)
    // What came through is not fetched twice, but for what lay in buffers when the line broke.
    const offset = Number(/\d+/.exec(again?.range ?? '0')?.[0])
    expect(afterBytes - offset).toBeLessThanOrEqual(160 * 1024)
    expect(offset).toBeLessThanOrEqual(afterBytes)
    if (offset > 0) expect(again?.ifRange).toBe(`"${file.sha256.slice(0, 16)}"`)
  })

  test('again and again is no trouble as long as something comes through', async () => {
    hub.fault = ({ number }) =>
      number < 15 ? { kind: 'cut', afterBytes: number % 3 === 0 ? 70_000 : 3000 } : null
    await download()
    expectTheFile()
  })

  test('loses nothing of what came before it, however slowly that is written', async () => {
    firstThen({ kind: 'cut', afterBytes: 100_000 })
    const disk: Disk = {
      ...realDisk,
      write: async (handle, bytes, position) => {
        await pause(60)
        await realDisk.write(handle, bytes, position)
      },
    }
    await download({ disk })
    expectTheFile()
    expect(contentRequests().at(-1)?.range).toBe('bytes=100000-')
  })

  test('that brings nothing any more is given up with a sentence, and the part is kept', async () => {
    hub.fault = ({ number }) => ({ kind: 'cut', afterBytes: number === 1 ? 100_000 : 0 })
    hub.paceMs = 3
    await expectRefusal(download(), 'connection-cut')
    hub.fault = () => null
    hub.seen.length = 0
    await download()
    expectTheFile()
    expect(Number(/\d+/.exec(contentRequests()[0]?.range ?? '')?.[0])).toBeGreaterThan(0)
  })
})

describe('a server that misbehaves for a moment', () => {
  const cutFirst: Fault = { kind: 'cut', afterBytes: 150_000 }
  test.each<[string, Fault[]]>([
    ['stalls in the middle', [{ kind: 'stall', afterBytes: 90_000 }]],
    ['stalls before the first byte', [{ kind: 'stall', afterBytes: 0 }]],
    [
      'is busy (429) and says for how long',
      [{ kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ],
    [
      'is busy (429) in the hub’s own words',
      [{ kind: 'status', status: 429, headers: { ratelimit: '"resolvers";r=0;t=1' } }],
    ],
    [
      'is busy (503) until a date',
      [{ kind: 'status', status: 503, headers: { 'retry-after': new Date().toUTCString() } }],
    ],
    ['fails (500, 502, 504)', [500, 502, 504].map((status) => ({ kind: 'status', status }))],
    ['gives a link that has run out (403 elsewhere)', [{ kind: 'status', status: 403 }]],
    ['answers 200 to a range', [cutFirst, { kind: 'no-ranges' }]],
    ['sends a range that begins too late', [cutFirst, { kind: 'wrong-range', shift: 10 }]],
    ['sends a range that begins too early', [cutFirst, { kind: 'wrong-range', shift: -10 }]],
    ['has another version and honours If-Range', [cutFirst, { kind: 'etag', etag: '"new"', heeded: true }]],
    ['has another version and ignores If-Range', [cutFirst, { kind: 'etag', etag: '"new"', heeded: false }]],
    ['does not know the range (416)', [cutFirst, { kind: 'status', status: 416 }]],
    ['flips a bit', [{ kind: 'flip', at: 123_456 }]],
    ['flips a bit, then breaks off', [{ kind: 'flip', at: 7 }, cutFirst, { kind: 'flip', at: 250_000 }]],
    ['sends a shorter file', [{ kind: 'length', bytes: 200_000 }]],
    ['sends more than there is', [{ kind: 'more', bytes: 1 }]],
    ['breaks off, then sends an error page as the file', [cutFirst, { kind: 'length', bytes: 180_000 }]],
  ])('%s: the right file comes in the end', async (_what, faults) => {
    if (faults[0]?.kind === 'stall') hub.patience.stallMs = 250
    firstThen(...faults)
    await download()
    expectTheFile()
  })
})

describe('a server that keeps misbehaving', () => {
  const cutHalf = (offset: number): Fault => ({ kind: 'cut', afterBytes: offset === 0 ? 150_000 : 0 })
  test.each<[string, (offset: number) => Fault, string]>([
    ['stalls', () => ({ kind: 'stall', afterBytes: 10 }), 'connection-stalled'],
    ['is busy', () => ({ kind: 'status', status: 503 }), 'hub-busy'],
    [
      'asks to wait an hour',
      () => ({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } }),
      'hub-busy',
    ],
    ['flips a bit', () => ({ kind: 'flip', at: 123_456 }), 'download-damaged'],
    ['sends a shorter file', () => ({ kind: 'length', bytes: 200_000 }), 'hub-odd-answer'],
    ['sends more than there is', () => ({ kind: 'more', bytes: 5 }), 'download-damaged'],
    [
      'sends wrong ranges',
      (offset) => (offset === 0 ? cutHalf(0) : { kind: 'wrong-range', shift: 5 }),
      'hub-odd-answer',
    ],
    [
      'changes the file',
      (offset) => (offset === 0 ? cutHalf(0) : { kind: 'etag', etag: `"${hub.seen.length}"`, heeded: false }),
      'file-keeps-changing',
    ],
    ['knows no ranges and breaks off', () => ({ kind: 'no-ranges', afterBytes: 150_000 }), 'cannot-go-on'],
    [
      'sends in circles',
      () => ({ kind: 'redirect', to: '/org/repo/resolve/main/a-Q4_K_M.gguf' }),
      'too-many-redirects',
    ],
  ])('%s: one clear sentence and no file', async (_what, fault, code) => {
    if (code === 'connection-stalled') hub.patience.stallMs = 250
    hub.fault = ({ offset }) => fault(offset)
    await expectRefusal(download(), code)
  })

  test.each([
    [401, 'RepoNotFound', 'no-such-model'],
    [404, 'RevisionNotFound', 'no-such-revision'],
    [404, 'EntryNotFound', 'no-such-file'],
    [403, 'GatedRepo', 'gated-model'],
  ])('refuses for good (%i %s): said at once, tried once', async (status, hubCode, code) => {
    hub.hubFault = () => ({ status, headers: { 'x-error-code': hubCode } })
    await expectRefusal(download(), code)
    expect(hub.seen).toHaveLength(1)
  })

  test('is not there at all', async () => {
    await hub.close()
    await expectRefusal(download(), 'hub-unreachable')
  })
})

describe('the token', () => {
  test('goes to the hub and never to the host it sends on to', async () => {
    await download()
    expect(hub.seen.map(({ server, authorization }) => [server, authorization])).toEqual([
      ['hub', `Bearer ${TOKEN}`],
      ['content', null],
    ])
  })

  test('does not come back when the other host sends back to the hub’s name on another port', async () => {
    const stranger = await startFaultyHub({ 'org/repo': { files: { [file.path]: content } } })
    firstThen({ kind: 'redirect', to: `${stranger.hub.base.origin}/org/repo/resolve/main/${file.path}` })
    await download()
    expect(stranger.seen.map(({ authorization }) => authorization)).toEqual([null, null])
    await stranger.close()
    expectTheFile()
  })

  test.each([
    'https://example.org/x',
    'http://10.0.0.1/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://user@127.0.0.1/x',
  ])('nothing is fetched from %s, wherever the hub sends us', async (to) => {
    firstThen({ kind: 'redirect', to })
    await expectRefusal(download(), 'unexpected-host')
  })
})

describe('pause, resume and a restart', () => {
  test('a stop keeps what has arrived, and the next start goes on from there', async () => {
    const stop = new AbortController()
    hub.paceMs = 5
    const attempt = download({
      signal: stop.signal,
      onProgress: ({ bytes }) => {
        if (bytes > 100_000) stop.abort(new Error('paused'))
      },
    })
    await expect(attempt).rejects.toThrow('paused')
    hub.paceMs = 0
    hub.seen.length = 0
    const told: ModelProgress[] = []
    await download({ onProgress: (progress) => told.push(progress) })
    expectTheFile()
    expect(told[0]?.kind).toBe('checking')
    expect(Number(/\d+/.exec(contentRequests()[0]?.range ?? '')?.[0])).toBeGreaterThan(100_000)
  })

  test.each<[string, (part: string) => void]>([
    ['was damaged on the disk', (part) => writeFileSync(part, Buffer.alloc(120_000))],
    ['is longer than the whole', (part) => writeFileSync(part, Buffer.alloc(SIZE + 5))],
    ['has lost its note', (part) => rmSync(`${part}.json`)],
    ['has half a note', (part) => writeFileSync(`${part}.json`, '{"sha256":')],
    [
      'belongs to another version',
      (part) =>
        writeFileSync(
          `${part}.json`,
          JSON.stringify({ sha256: 'f'.repeat(64), sizeBytes: SIZE, etag: null }),
        ),
    ],
    ['is whole, and was only not renamed yet', (part) => writeFileSync(part, content)],
    ['is whole and wrong', (part) => writeFileSync(part, noise(SIZE, 'wrong'))],
  ])('a part that %s leads to the right file', async (_what, harm) => {
    hub.fault = ({ number }) => ({ kind: 'cut', afterBytes: number === 1 ? 100_000 : 0 })
    await expectRefusal(download(), 'connection-cut')
    harm(`${target}.part`)
    hub.fault = () => null
    await download()
    expectTheFile()
  })

  test('a link in the place of the part is not followed', async () => {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(join(root, 'precious'), 'precious')
    symlinkSync(join(root, 'precious'), `${target}.part`)
    await expectRefusal(download(), 'another-file-there')
    expect(readFileSync(join(root, 'precious'), 'utf8')).toBe('precious')
  })

  test('a linked folder does not lead out of the models folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'ponder-outside-'))
    symlinkSync(outside, join(root, 'org'))
    await expectRefusal(download(), 'another-file-there')
    expect(readdirSync(outside)).not.toContain('a-Q4_K_M.gguf.part')
    rmSync(outside, { recursive: true })
  })
})

describe('a full disk', () => {
  test('is noticed before anything is fetched', async () => {
    const disk: Disk = { ...realDisk, freeBytes: async () => 1000 }
    await expectRefusal(download({ disk }), 'disk-full')
    expect(hub.seen).toEqual([])
  })

  // The failing write moves through the file, first write and last write included.
  test.each([1, 2, 3, 5, 8, 13])(
    'at write %i stops with a sentence, and goes on when there is room',
    async (failing) => {
      let writes = 0
      const disk: Disk = {
        ...realDisk,
        write: async (handle, bytes, position) => {
          writes += 1
          if (writes !== failing) return realDisk.write(handle, bytes, position)
          // Half a piece still fitted.
          await realDisk.write(handle, bytes.subarray(0, bytes.length / 2), position)
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            syscall: 'write',
          })
        },
      }
      await download({ disk }).catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'disk-full' }))
      if (writes >= failing) expect(existsSync(target)).toBe(false)
      await download()
      expectTheFile()
    },
  )
})

/** Bytes that look random and are the same each time. */
function noise(length: number, seed: string): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${seed} ${index}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}
