import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { imageFileName } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { storeProblem } from './problems.ts'

/** Images that no question holds may stand in a message that was not sent yet, so they stay a while. */
const UNSENT_MS = 30 * 24 * 60 * 60 * 1000
/** The image itself, its small copy, and copies made for a model's eye: <id>.png, <id>.small.png, <id>.<side>.png */
const FILE = /^([0-9a-f]{64})(?:\.(?:small|\d{1,5}))?\.png$/
const UNFINISHED = '.part'

/** Where the images of this data folder lie; shells serve this folder to the page. */
export function imagesFolder(dataFolder: string): string {
  return join(dataFolder, 'images')
}

export type ImageFiles = {
  /** Keeps an image and its small copy; resolves with its id when both are on the disk. Once for the same pixels. */
  readonly keep: (whole: Uint8Array, small: Uint8Array) => Promise<string>
  /** The PNG. Rejects when it is gone. */
  readonly read: (id: string) => Promise<Buffer>
  /** null when it is gone. */
  readonly look: (id: string) => Promise<{ width: number; height: number; bytes: number } | null>
  /** For programs that take a file. */
  readonly pathOf: (id: string) => string
  /** The path of a copy at most `longestSide` long, made by `make` when there is none yet. */
  readonly shrunk: (id: string, longestSide: number, make: () => Promise<Uint8Array>) => Promise<string>
  /** At once, for good. */
  readonly forget: (ids: Iterable<string>) => void
  /** Those that are not in `used` and are not as fresh as an unsent message may be. */
  readonly forgetUnused: (used: ReadonlySet<string>, now?: number) => void
}

/** The images in `folder`, one file each, named by what is in it. */
export function openImageFiles(folder: string): ImageFiles {
  const pathOf = (id: string, size: 'whole' | 'small' = 'whole') => join(folder, imageFileName(id, size))

  /** Under its name only when it is whole and on the disk. */
  async function write(path: string, bytes: Uint8Array): Promise<void> {
    const unfinished = join(folder, `${randomUUID()}${UNFINISHED}`)
    let isMade = false
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const file = await open(unfinished, 'wx', 0o600)
      isMade = true
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, path)
      await flushFolder(folder)
    } catch (thrown) {
      if (isMade) await rm(unfinished, { force: true })
      throw notKept(thrown, path)
    }
  }

  /** Fresh again, for `forgetUnused`; false when it is not there. */
  async function touch(path: string): Promise<boolean> {
    if (!existsSync(path)) return false
    const now = new Date()
    await utimes(path, now, now)
    return true
  }

  function files(): { name: string; id: string }[] {
    if (!existsSync(folder)) return []
    return readdirSync(folder).flatMap((name) => {
      const id = FILE.exec(name)?.[1]
      return id === undefined ? [] : [{ name, id }]
    })
  }

  /** What cannot be removed now, since another program looks at it, is unused at the next start, too. */
  function remove(name: string): void {
    try {
      rmSync(join(folder, name), { force: true })
    } catch (thrown) {
      if (!(thrown instanceof Error && 'syscall' in thrown)) throw thrown
    }
  }

  return {
    pathOf,
    async keep(whole, small) {
      const id = createHash('sha256').update(whole).digest('hex')
      // The small copy first: an image that is there can always be shown.
      for (const [size, bytes] of [
        ['small', small],
        ['whole', whole],
      ] as const)
        if (!(await touch(pathOf(id, size)))) await write(pathOf(id, size), bytes)
      return id
    },
    async read(id) {
      try {
        return await readFile(pathOf(id))
      } catch (thrown) {
        throw imageGone(thrown)
      }
    },
    look: (id) => lookAt(pathOf(id)),
    async shrunk(id, longestSide, make) {
      const path = join(folder, `${id}.${longestSide}.png`)
      if (!existsSync(path)) await write(path, await make())
      return path
    },
    forget(ids) {
      const gone = new Set(ids)
      if (gone.size === 0) return
      for (const { name, id } of files()) if (gone.has(id)) remove(name)
    },
    forgetUnused(used, now = Date.now()) {
      const isFresh = (id: string) => {
        const file = statSync(pathOf(id), { throwIfNoEntry: false })
        return file !== undefined && now - file.mtimeMs < UNSENT_MS
      }
      for (const { name, id } of files()) if (!used.has(id) && !isFresh(id)) remove(name)
      // Whoever was writing them is gone: one Ponder has the folder.
      if (existsSync(folder))
        for (const name of readdirSync(folder)) if (name.endsWith(UNFINISHED)) remove(name)
    },
  }
}

async function lookAt(path: string): Promise<{ width: number; height: number; bytes: number } | null> {
  try {
    const { size } = await stat(path)
    const file = await open(path, 'r')
    try {
      // A PNG's first chunk: magic 8, length 4, type 4, width 4, height 4.
      const { buffer, bytesRead } = await file.read(Buffer.alloc(24), 0, 24, 0)
      if (bytesRead < 24) return null
      return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20), bytes: size }
    } finally {
      await file.close()
    }
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw imageGone(thrown)
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

/** Makes a rename last through a power cut. Windows cannot open folders, and needs none of this. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function notKept(thrown: unknown, path: string): unknown {
  const problem = storeProblem(thrown, path)
  if (problem instanceof PonderError && problem.code === 'disk-full') return problem
  if (!(thrown instanceof Error && 'syscall' in thrown)) return thrown
  return new PonderError(
    {
      code: 'image-not-kept',
      message: `The image could not be saved in Ponder's data folder. The system says: ${thrown.message}.`,
      remedy:
        'Make sure that the folder exists, that you may write it and that the disk is connected, then try again.',
    },
    { cause: thrown },
  )
}

export function imageGone(cause?: unknown): PonderError {
  return new PonderError(
    { code: 'image-gone', message: 'This image is no longer there.', remedy: 'Add the image again.' },
    { cause },
  )
}
