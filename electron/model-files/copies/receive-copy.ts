import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { checkSpace, diskError, type Disk } from '../download/disk.ts'
import { ownName } from '../download/local-place.ts'
import { isGgufName } from '../found/gguf-files.ts'

/** Below the models folder: what people have added in windows that know no path. */
const FOLDER = 'added'
/** Hidden until it is whole, so that no half model is ever listed. */
const PART = '.copying-'
const MAGIC = 'GGUF'

export type WantedCopy = {
  readonly name: string
  readonly sizeBytes: number
}

/** A copy under way. */
export type Copy = {
  readonly id: string
  /**
   * Takes the next bytes, which may come before the last are written. Throws in words, and gives the copy up, when
   * they are not what should come next.
   */
  readonly take: (offset: number, bytes: Uint8Array) => Promise<void>
  /** Resolves with the file's path when all bytes are there and safe; rejects when one could not be taken. */
  readonly whole: Promise<string>
  /** Removes what has arrived, unless it is whole. */
  readonly end: () => Promise<void>
}

/** Begins a copy of a model file into the models folder. Throws in words when it cannot be kept there. */
export async function beginCopy(modelsFolder: string, wanted: WantedCopy, disk: Disk): Promise<Copy> {
  const { name, sizeBytes } = wanted
  if (!isGgufName(name)) throw notAModel(name)
  const target = join(modelsFolder, FOLDER, ownName(name))
  const folder = dirname(target)
  await inWords(async () => {
    await mkdir(folder, { recursive: true })
    await removeLeftovers(folder)
    await checkSpace(disk, folder, sizeBytes)
  })
  if ((await stat(target).catch(() => null)) !== null) throw thereAlready(name)
  const id = randomUUID()
  const part = join(folder, `${PART}${id}`)
  const file = await inWords(() => open(part, 'wx'))
  return copyInto(id, { part, target, file, disk, wanted })
}

type Into = {
  readonly part: string
  readonly target: string
  readonly file: FileHandle
  readonly disk: Disk
  readonly wanted: WantedCopy
}

function copyInto(id: string, { part, target, file, disk, wanted }: Into): Copy {
  const { promise: whole, resolve, reject } = Promise.withResolvers<string>()
  // Whoever waits for it hears it; nobody has to.
  whole.catch(() => {})
  let received = 0
  let ended = false
  let writing = Promise.resolve()

  const end = async () => {
    if (ended) return
    ended = true
    await file.close()
    await rm(part, { force: true })
  }
  const write = async (offset: number, bytes: Uint8Array) => {
    const fits = offset === received && bytes.length > 0 && offset + bytes.length <= wanted.sizeBytes
    if (ended || !fits) throw outOfOrder(wanted.name)
    if (offset === 0 && !beginsLikeAModel(bytes)) throw notAModel(wanted.name)
    await disk.write(file, bytes, offset)
    received += bytes.length
    if (received < wanted.sizeBytes) return
    await file.sync()
    await file.close()
    ended = true
    await rename(part, target)
    resolve(target)
  }
  return {
    id,
    whole,
    end,
    take: (offset, bytes) => {
      const before = writing
      const taken = (async () => {
        await before
        try {
          await inWords(() => write(offset, bytes))
        } catch (thrown) {
          reject(thrown)
          await end()
          throw thrown
        }
      })()
      // The next piece hears from `ended` what went wrong with this one.
      writing = taken.catch(() => {})
      return taken
    },
  }
}

/** Of a first piece that is shorter than the magic itself, as far as it goes. */
function beginsLikeAModel(bytes: Uint8Array): boolean {
  return MAGIC.startsWith(String.fromCharCode(...bytes.subarray(0, MAGIC.length)))
}

/** Ponder may have ended in the middle of a copy. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder)
  await Promise.all(
    names.filter((name) => name.startsWith(PART)).map((name) => rm(join(folder, name), { force: true })),
  )
}

async function inWords<Value>(act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (thrown) {
    const error = diskError(thrown)
    if (!(error instanceof PonderError) || error.code !== 'disk-full') throw error
    // A copy starts over; only a download resumes.
    const { code, message } = error
    throw new PonderError({ code, message, remedy: 'Free some space, then add it again.' }, { cause: thrown })
  }
}

function notAModel(name: string): PonderError {
  return new PonderError({
    code: 'not-a-model',
    message: `${name} is not a GGUF model file.`,
    remedy: 'Add a file that ends in .gguf, downloaded to its end.',
  })
}

function thereAlready(name: string): PonderError {
  return new PonderError({
    code: 'model-there-already',
    message: `A file named ${name} was added before.`,
    remedy: 'Choose it from the list, or rename the file and add it again.',
  })
}

function outOfOrder(name: string): PonderError {
  return new PonderError({
    code: 'copy-broken',
    message: `The copy of ${name} was interrupted.`,
    remedy: 'Add it again.',
  })
}
