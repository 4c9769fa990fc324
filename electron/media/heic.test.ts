import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BLUE, GREEN, RED, drawing } from './fixtures/make-images.ts'
import { expectColours, given, openWorker } from './fixtures/open-worker.ts'
import { jpegOfHeic, removeLeftOvers, systemHeicTool, type HeicLimits, type HeicTool } from './heic.ts'
import { keepPicture } from './picture.ts'
import { refusalsFor } from './refusals.ts'

const picture = readFileSync(join(import.meta.dirname, 'fixtures', 'quarters.heic'))
const refuse = refusalsFor('It')
const limits: HeicLimits = { seconds: 5, fileBytes: 1_000_000, memoryBytes: 2 ** 30 }

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

test('what a worker left that was ended is removed, and nothing else', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ponder-left-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folders = ['ponder-heic-abc', 'ponder-other'].map((name) => join(root, name))
  for (const folder of folders) {
    mkdirSync(folder)
    writeFileSync(join(folder, 'picture.heic'), picture)
  }
  await removeLeftOvers(root)
  expect(folders.map((folder) => existsSync(folder))).toEqual([true, true])
  await removeLeftOvers(root, Date.now() + 120_000)
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true])
})

test('programs are looked for in folders of the system alone', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const tool = systemHeicTool(platform)
    if (tool !== null) expect(tool.program).toMatch(/^\/usr\/(local\/)?bin\/(heif-dec|heif-convert|sips)$/)
  }
  expect(systemHeicTool('win32')).toBeNull()
})
