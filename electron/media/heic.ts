import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LARGEST_IMAGE_BYTES } from '../contract/images.ts'
import { EXPORT_HEIC, INSTALL_HEIC } from './refusals.ts'
import type { Refusals } from './refusals.ts'

/** A program of the system that writes a HEIC picture as JPEG. */
export type HeicTool = {
  readonly program: string
  readonly args: (from: string, to: string) => readonly string[]
}
export type HeicLimits = {
  readonly seconds: number
  /** Of what it writes. */
  readonly fileBytes: number
  /** Of address space, which libraries reserve more of than they use. macOS does not limit it. */
  readonly memoryBytes: number
}

/** Shorter than what an image may take, so that no program outlives the worker that waits for it. */
const usualLimits: HeicLimits = { seconds: 10, fileBytes: LARGEST_IMAGE_BYTES, memoryBytes: 3 * 2 ** 30 }

const FOLDER = 'ponder-heic-'
/** Whoever still works in such a folder has not had it for so long. */
const LEFT_OVER_MS = 60_000

const heif = (program: string): HeicTool => ({ program, args: (from, to) => ['-q', '95', from, to] })
const sips: HeicTool = {
  program: '/usr/bin/sips',
  args: (from, to) => ['-s', 'format', 'jpeg', '-s', 'formatOptions', '95', from, '--out', to],
}
/** By their whole paths: nothing that lies in some folder of PATH or beside the picture is ever run. */
const TOOLS: Readonly<Partial<Record<NodeJS.Platform, readonly HeicTool[]>>> = {
  darwin: [sips],
  linux: ['/usr/bin', '/usr/local/bin'].flatMap((folder) =>
    ['heif-dec', 'heif-convert'].map((name) => heif(join(folder, name))),
  ),
}

/** null where the system has none. */
export function systemHeicTool(platform: NodeJS.Platform = process.platform): HeicTool | null {
  return TOOLS[platform]?.find(({ program }) => canRun(program)) ?? null
}

/**
 * A HEIC picture as a JPEG, by a program of the system: its patents keep the decoder out of what Ponder brings along.
 * The program sees a private folder that goes with it. What it wrote is as foreign as what it was given.
 */
export async function jpegOfHeic(
  bytes: Uint8Array,
  refuse: Refusals,
  tool: HeicTool | null = systemHeicTool(),
  limits: HeicLimits = usualLimits,
): Promise<Buffer> {
  if (tool === null)
    throw refuse.unknownFormat('a HEIC image', process.platform === 'linux' ? INSTALL_HEIC : EXPORT_HEIC)
  const folder = await mkdtemp(join(tmpdir(), FOLDER))
  try {
    const from = join(folder, 'picture.heic')
    await writeFile(from, bytes, { mode: 0o600 })
    const ended = await run(tool, from, join(folder, 'picture.jpg'), folder, limits)
    if (ended === 'late') throw refuse.tooSlow()
    // Of several pictures it writes picture-1.jpg, picture-2.jpg, …
    const found = await Promise.all(['picture.jpg', 'picture-1.jpg'].map((name) => look(join(folder, name))))
    const written = found.find((file) => file !== null) ?? null
    if (ended === 'too-much' || (written !== null && written.size >= limits.fileBytes))
      throw refuse.tooLargeUnpacked()
    if (ended === 'failed' || written === null) throw refuse.broken()
    return await readFile(written.path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A worker that is ended leaves its folder, with the picture in it: the next worker removes it. */
export async function removeLeftOvers(root = tmpdir(), now = Date.now()): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    if (!name.startsWith(FOLDER)) continue
    const path = join(root, name)
    const found = await lstat(path).catch(() => null)
    if (found?.isDirectory() !== true || now - found.mtimeMs < LEFT_OVER_MS) continue
    // Another person's on a shared machine stays.
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

type Ended = 'done' | 'failed' | 'too-much' | 'late'

/** The shell sets the limits and becomes the program. `-f` counts in blocks of 512 bytes, `-v` in kilobytes. */
function run(
  { program, args }: HeicTool,
  from: string,
  to: string,
  folder: string,
  { seconds, fileBytes, memoryBytes }: HeicLimits,
): Promise<Ended> {
  const limited = [
    `ulimit -t ${Math.ceil(seconds)}`,
    `ulimit -f ${Math.ceil(fileBytes / 512)}`,
    `ulimit -v ${Math.ceil(memoryBytes / 1024)} 2>/dev/null || true`,
    'exec "$@"',
  ].join('; ')
  const child = spawn('/bin/sh', ['-c', limited, 'sh', program, ...args(from, to)], {
    cwd: folder,
    stdio: 'ignore',
    env: { PATH: '/usr/bin:/bin', HOME: folder, TMPDIR: folder, LC_ALL: 'C' },
  })
  const { promise, resolve } = Promise.withResolvers<Ended>()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  child.once('error', () => resolve('failed'))
  child.once('exit', (code, signal) => {
    if (isLate || signal === 'SIGXCPU') resolve('late')
    else if (signal === 'SIGXFSZ') resolve('too-much')
    else resolve(code === 0 ? 'done' : 'failed')
  })
  return promise.finally(() => clearTimeout(timer))
}

type Written = { readonly path: string; readonly size: number }

/** A link is none: it might lead anywhere. */
async function look(path: string): Promise<Written | null> {
  const found = await lstat(path).catch(() => null)
  return found?.isFile() === true ? { path, size: found.size } : null
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not for us.
    return false
  }
}
