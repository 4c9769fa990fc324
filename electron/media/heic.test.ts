import { spawnSync } from 'node:child_process'
import {
  chmodSync,
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
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { BLUE, GREEN, RED, drawing, portraitHeic, quarters } from './fixtures/make-images.ts'
import { expectColours, given, openWorker } from './fixtures/open-worker.ts'
import type { GuardLimits } from './guarded-folder.ts'
import { HEIC_TOOLS, jpegOfHeic, removeLeftOvers, systemHeicTool, type HeicTool } from './heic.ts'
import { defaultWorkerLimits } from './image-worker.ts'
import { keepPicture } from './picture.ts'
import { refusalsFor } from './refusals.ts'

const picture = readFileSync(join(import.meta.dirname, 'fixtures', 'quarters.heic'))
const refuse = refusalsFor('It')
const limits: GuardLimits = { seconds: 5, fileBytes: 1_000_000, memoryBytes: 2 ** 30 }

/** A program that does `script` with the picture "$1", which is to become "$2", in a folder of its own. */
function standIn(script: string): { readonly tool: HeicTool; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-stand-in-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = join(folder, 'heif')
  writeFileSync(program, `#!/bin/sh\nhere='${folder}'\n${script}\n`)
  chmodSync(program, 0o755)
  return { tool: { program, args: (from, to) => [from, to] }, folder }
}

async function kept(tool: HeicTool | null) {
  for await (const step of keepPicture(given(picture), tool)) if (step.kind === 'whole') return step
  throw new Error('no picture came')
}

test('a HEIC picture is read where the system can; else it is said what to do', async () => {
  const { worker } = openWorker()
  const read = worker.keep(given(picture))
  if (systemHeicTool() === null) {
    const remedy = process.platform === 'linux' ? /^Install the package .*heif-convert/ : /^Save it as JPEG/
    await expect(read).rejects.toMatchObject({
      code: 'image-format-unknown',
      remedy: expect.stringMatching(remedy),
    })
    return
  }
  const { whole, small, ...rest } = await read
  expect(rest).toEqual({ width: 60, height: 40, format: 'heic', pages: 1 })
  for (const png of [whole, small]) await expectColours(png, [GREEN, BLUE, RED, BLUE])
  await expect(worker.keep(given(picture, { page: 1 }))).rejects.toMatchObject({ code: 'image-page-missing' })
})

test('without such a program it is said, and nothing is run', async () => {
  await expect(kept(null)).rejects.toMatchObject({ code: 'image-format-unknown' })
})

// The programs here are shell scripts.
test.skipIf(process.platform === 'win32').each<readonly [string, string, string]>([
  ['writes no picture', 'echo garbage > "$2"', 'image-damaged'],
  ['writes nothing', 'exit 0', 'image-broken'],
  ['fails', 'exit 3', 'image-broken'],
  ['leads elsewhere by a link', 'ln -s /etc/hostname "$2"', 'image-broken'],
])('a program that %s costs a sentence', async (_what, script, code) => {
  const { tool } = standIn(script)
  await expect(kept(tool)).rejects.toMatchObject({ code })
})

test.skipIf(process.platform === 'win32')('what it writes goes the way of any picture', async () => {
  const { tool, folder } = standIn('cp "$here/other.png" "$2"; pwd > "$here/where"; ls -ld . > "$here/mode"')
  writeFileSync(join(folder, 'other.png'), await drawing(60, 40).png().toBuffer())
  // A PNG under the name of a JPEG is not what was asked for.
  await expect(kept(tool)).rejects.toMatchObject({ code: 'image-broken' })
  writeFileSync(join(folder, 'other.png'), await drawing(60, 40).jpeg({ quality: 95 }).toBuffer())
  const { whole, format } = await kept(tool)
  expect(format).toBe('heic')
  await expectColours(whole, [GREEN, BLUE, RED, BLUE])
  // It worked in a folder that nobody else could open, and which is gone.
  expect(readFileSync(join(folder, 'mode'), 'utf8')).toMatch(/^drwx------/)
  expect(existsSync(readFileSync(join(folder, 'where'), 'utf8').trim())).toBe(false)
})

test.skipIf(process.platform === 'win32')('a program that hangs is ended', async () => {
  const { tool, folder } = standIn('echo $$ > "$here/pid"; exec sleep 600')
  const late = jpegOfHeic(picture, refuse, tool, { ...limits, seconds: 1 })
  await expect(late).rejects.toMatchObject({ code: 'image-too-slow' })
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test.skipIf(process.platform === 'win32')('a program that writes without end is ended', async () => {
  const { tool } = standIn('exec cat /dev/zero > "$2"')
  await expect(jpegOfHeic(picture, refuse, tool, limits)).rejects.toMatchObject({ code: 'image-too-large' })
})

test.skipIf(process.platform !== 'linux')('a program that takes too much memory is ended', async () => {
  const { tool } = standIn('exec tail /dev/zero')
  const greedy = jpegOfHeic(picture, refuse, tool, { ...limits, memoryBytes: 64 * 2 ** 20 })
  await expect(greedy).rejects.toMatchObject({ code: 'image-broken' })
})

test.skipIf(process.platform === 'win32')('a program that the system ends took too long', async () => {
  const { tool } = standIn('kill -9 $$')
  await expect(jpegOfHeic(picture, refuse, tool, limits)).rejects.toMatchObject({ code: 'image-too-slow' })
})

test.skipIf(process.platform === 'win32')('what the program started ends with it', async () => {
  const { tool, folder } = standIn('sleep 600 & echo $! > "$here/pid"; wait')
  const late = jpegOfHeic(picture, refuse, tool, { ...limits, seconds: 1 })
  await expect(late).rejects.toMatchObject({ code: 'image-too-slow' })
  await ended(Number(readFileSync(join(folder, 'pid'), 'utf8')))
})

/** A real worker that reads the picture with a program that never comes to an end, as soon as it does. */
async function hangingWorker() {
  const { tool, folder } = standIn(
    'pwd > "$here/where"; echo $PPID > "$here/guardian"; echo $$ > "$here/pid"; exec sleep 600',
  )
  const { worker, children } = openWorker(defaultWorkerLimits, 'heic-child.ts')
  const giveUp = new AbortController()
  const read = worker.keep(given(picture, { name: tool.program }), giveUp.signal)
  read.catch(() => undefined)
  const told = (name: string) => readFileSync(join(folder, name), 'utf8').trim()
  await vi.waitFor(() => expect(told('pid')).toMatch(/^\d+$/), 20_000)
  const [pid, guardian] = [Number(told('pid')), Number(told('guardian'))]
  const workerPid = children[0]?.pid ?? 0
  expect(readdirSync(told('where'))).toEqual(['picture.heic'])
  return { worker, read, giveUp, where: told('where'), pid, guardian, workerPid }
}

async function ended(pid: number): Promise<void> {
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 20_000)
}

type Hanging = Awaited<ReturnType<typeof hangingWorker>>

test.skipIf(process.platform === 'win32').each<readonly [string, (hanging: Hanging) => void]>([
  // As Electron ends a worker: it alone, by its number.
  ['worker is killed', ({ workerPid }) => process.kill(workerPid, 'SIGKILL')],
  ['image is removed', ({ giveUp }) => giveUp.abort(new Error('removed'))],
  ['app is closed', ({ worker }) => worker.close()],
])('neither program nor picture stays when the %s', async (_when, end) => {
  const hanging = await hangingWorker()
  end(hanging)
  await expect(hanging.read).rejects.toThrow()
  await ended(hanging.pid)
  await vi.waitFor(() => expect(existsSync(hanging.where)).toBe(false), 20_000)
})

test.skipIf(process.platform === 'win32')(
  'the picture goes even where the guardian was ended too',
  async () => {
    const { read, where, pid, guardian, workerPid } = await hangingWorker()
    process.kill(workerPid, 'SIGSTOP')
    process.kill(guardian, 'SIGKILL')
    expect(existsSync(where)).toBe(true)
    process.kill(workerPid, 'SIGKILL')
    await expect(read).rejects.toMatchObject({ code: 'image-reader-died' })
    await vi.waitFor(() => expect(existsSync(where)).toBe(false), 20_000)
    await ended(pid)
  },
)

test.skipIf(process.platform === 'win32')(
  'no temporary folder is said in words, not blamed on the image',
  async () => {
    const { tool } = standIn('exit 0')
    vi.stubEnv('TMPDIR', '/nowhere/at/all')
    onTestFinished(() => void vi.unstubAllEnvs())
    await expect(kept(tool)).rejects.toMatchObject({
      code: 'image-no-temporary-folder',
      remedy: expect.stringContaining('Make room'),
    })
  },
)

/** A disk of 1 MB for temporary files; null where this account may make none. */
const tinyDisk = process.platform === 'linux' ? mountTinyDisk() : null
afterAll(() => {
  if (tinyDisk === null) return
  spawnSync('umount', [tinyDisk])
  rmSync(tinyDisk, { recursive: true })
})

function mountTinyDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-tiny-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0) return folder
  rmSync(folder, { recursive: true })
  return null
}

test.skipIf(tinyDisk === null).each([
  ['fails then', 'cat /dev/zero > "$2" || exit 1'],
  ['does not notice', 'cat "$here/whole.jpg" > "$2"; exit 0'],
])('a full disk is told as one, where the program %s', async (_what, script) => {
  const { tool, folder } = standIn(script)
  writeFileSync(
    join(folder, 'whole.jpg'),
    Buffer.concat([Buffer.alloc(3_000_000, 7), Buffer.from([0xff, 0xd9])]),
  )
  vi.stubEnv('TMPDIR', tinyDisk ?? '')
  onTestFinished(() => void vi.unstubAllEnvs())
  const roomy = { ...limits, fileBytes: 200_000_000 }
  await expect(jpegOfHeic(picture, refuse, tool, roomy)).rejects.toMatchObject({
    code: 'image-no-temporary-folder',
    message: expect.stringContaining('full'),
  })
})

test.skipIf(process.platform === 'win32')(
  'a picture of too many pixels is refused before the program runs',
  async () => {
    const { tool, folder } = standIn('echo ran > "$here/ran"')
    const huge = Buffer.from(picture)
    const size = huge.lastIndexOf('ispe') + 8
    huge.writeUInt32BE(20_000, size)
    huge.writeUInt32BE(10_000, size + 4)
    const read = async () => {
      for await (const step of keepPicture(given(huge), tool)) expect(step).toBeNull()
    }
    await expect(read()).rejects.toMatchObject({ code: 'image-too-large' })
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  },
)

test.skipIf(process.platform === 'win32').each<readonly [string, number, number]>([
  ['left the pixels as they lay', 60, 40],
  ['turned them too', 40, 60],
])('a portrait photo is upright where the program %s', async (_what, width, height) => {
  const { tool, folder } = standIn('cp "$here/marked.jpg" "$2"')
  const marked = drawing(width, height).withMetadata({ orientation: 6 }).jpeg({ quality: 95 })
  writeFileSync(join(folder, 'marked.jpg'), await marked.toBuffer())
  const upright = await drawing(width, height)
    .rotate(width > height ? 90 : 0)
    .png()
    .toBuffer()
  for await (const step of keepPicture(given(portraitHeic(picture)), tool)) {
    if (step.kind === 'small') continue
    await expectColours(step.whole, await quarters(upright))
  }
  expect.assertions(1)
})

test.skipIf(process.platform === 'win32')(
  'what a worker left that was ended is removed, and nothing else',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'ponder-left-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    const names = [`ponder-heic-${process.pid}-abc`, 'ponder-heic-99999999-abc', 'ponder-other', 'elsewhere']
    const folders = names.map((name) => join(root, name))
    for (const folder of folders) {
      mkdirSync(folder)
      writeFileSync(join(folder, 'picture.heic'), picture)
    }
    symlinkSync(join(root, 'elsewhere'), join(root, 'ponder-heic-99999999-link'))
    await removeLeftOvers(root)
    expect(folders.map((folder) => existsSync(folder))).toEqual([true, false, true, true])
    const user = vi.spyOn(process, 'getuid').mockReturnValue(12_345)
    await removeLeftOvers(root, Date.now() + 120_000)
    user.mockRestore()
    expect(existsSync(folders[0] ?? '')).toBe(true)
    await removeLeftOvers(root, Date.now() + 120_000)
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, false, true, true])
    expect(readdirSync(root)).toContain('ponder-heic-99999999-link')
    expect(existsSync(join(root, 'elsewhere', 'picture.heic'))).toBe(true)
  },
)

test('programs are looked for in folders of the system alone', () => {
  expect(HEIC_TOOLS.darwin?.map(({ program }) => program)).toEqual(['/usr/bin/sips'])
  const linux = HEIC_TOOLS.linux?.map(({ program }) => program) ?? []
  expect(linux).toHaveLength(4)
  for (const program of linux) expect(program).toMatch(/^\/usr\/(local\/)?bin\/(heif-dec|heif-convert)$/)
  expect(Object.keys(HEIC_TOOLS)).toEqual(['darwin', 'linux'])
  expect(systemHeicTool('win32')).toBeNull()
})
