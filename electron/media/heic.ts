import { accessSync, constants } from 'node:fs'
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LARGEST_IMAGE_BYTES } from '../contract/images.ts'
import { guardFolder, type GuardLimits } from './guarded-folder.ts'
import { EXPORT_HEIC, INSTALL_HEIC } from './refusals.ts'
import type { Refusals } from './refusals.ts'

/** A program of the system that writes a HEIC picture as JPEG. */
export type HeicTool = {
  readonly program: string
  readonly args: (from: string, to: string) => readonly string[]
}

/** Shorter than what an image may take, so that it is the program that is given up and not the worker. */
const usualLimits: GuardLimits = { seconds: 10, fileBytes: LARGEST_IMAGE_BYTES, memoryBytes: 3 * 2 ** 30 }

const FOLDER = 'ponder-heic-'
const JPEG_END = Buffer.from([0xff, 0xd9])
/** More than a program holds back before it writes. */
const ROOM = 2 ** 20
/** Whoever still works in such a folder has not had it for so long. */
const LEFT_OVER_MS = 60_000

const heif = (program: string): HeicTool => ({ program, args: (from, to) => ['-q', '95', from, to] })
const sips: HeicTool = {
  program: '/usr/bin/sips',
  args: (from, to) => ['-s', 'format', 'jpeg', '-s', 'formatOptions', '95', from, '--out', to],
}
/** By their whole paths: nothing that lies in some folder of PATH or beside the picture is ever run. */
export const HEIC_TOOLS: Readonly<Partial<Record<NodeJS.Platform, readonly HeicTool[]>>> = {
  darwin: [sips],
  linux: ['/usr/bin', '/usr/local/bin'].flatMap((folder) =>
    ['heif-dec', 'heif-convert'].map((name) => heif(join(folder, name))),
  ),
}

/** null where the system has none. */
export function systemHeicTool(platform: NodeJS.Platform = process.platform): HeicTool | null {
  return HEIC_TOOLS[platform]?.find(({ program }) => canRun(program)) ?? null
}

/**
 * A HEIC picture as a JPEG, by a program of the system: its patents keep the decoder out of what Ponder brings along.
 * The program sees a private folder that goes with it. What it wrote is as foreign as what it was given.
 */
export async function jpegOfHeic(
  bytes: Uint8Array,
  refuse: Refusals,
  tool: HeicTool | null = systemHeicTool(),
  limits: GuardLimits = usualLimits,
): Promise<Buffer> {
  if (tool === null)
    throw refuse.unknownFormat('a HEIC image', process.platform === 'linux' ? INSTALL_HEIC : EXPORT_HEIC)
  const noFolder = (cause: unknown): never => {
    throw refuse.noTemporaryFolder(cause)
  }
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`)).catch(noFolder)
  const from = join(folder, 'picture.heic')
  const command = [tool.program, ...tool.args(from, join(folder, 'picture.jpg'))]
  // Before the picture lies there.
  const guarded = guardFolder(folder, command, limits)
  try {
    await writeFile(from, bytes, { mode: 0o600 }).catch(noFolder)
    const ended = await guarded.run()
    if (ended === 'late') throw refuse.tooSlow()
    // Of several pictures it writes picture-1.jpg, picture-2.jpg, …
    const found = await Promise.all(['picture.jpg', 'picture-1.jpg'].map((name) => look(join(folder, name))))
    const written = found.find((file) => file !== null) ?? null
    if (ended === 'too-much' || (written !== null && written.size >= limits.fileBytes))
      throw refuse.tooLargeUnpacked()
    const jpeg = ended === 'done' && written !== null ? await readFile(written.path).catch(noFolder) : null
    if (jpeg !== null && jpeg.subarray(-JPEG_END.length).equals(JPEG_END)) return jpeg
    // Looked at while what it wrote still takes its room.
    const full = await fullDisk(folder)
    if (full !== null) throw refuse.noTemporaryFolder(full)
    if (jpeg === null) throw refuse.broken()
    return jpeg
  } finally {
    await guarded.close()
  }
}

/**
 * The folder of a worker that ended, where its guardian was ended too: the picture in it must not stay. Never follows a
 * link; another person's on a shared machine stays.
 */
export async function removeLeftOvers(root = tmpdir(), now = Date.now()): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    if (!name.startsWith(FOLDER)) continue
    const path = join(root, name)
    const found = await lstat(path).catch(() => null)
    if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) continue
    const worker = Number.parseInt(name.slice(FOLDER.length), 10)
    // A number may belong to another process by now.
    if (now - found.mtimeMs < LEFT_OVER_MS && isRunning(worker)) continue
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** What says so when a program may have failed for want of room; null where there is some. */
async function fullDisk(folder: string): Promise<unknown> {
  // Only where nothing is: the program might have left a link there.
  const write = writeFile(join(folder, 'room'), Buffer.alloc(ROOM), { flag: 'wx' })
  const thrown: unknown = await write.then(
    () => null,
    (error: unknown) => error,
  )
  const isFull =
    thrown instanceof Error && 'code' in thrown && ['ENOSPC', 'EDQUOT'].includes(String(thrown.code))
  return isFull ? thrown : null
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
