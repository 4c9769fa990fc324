import { createHash } from 'node:crypto'
import { on } from 'node:events'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { checkSpace, diskError, realDisk, type Disk } from './disk.ts'
import { cut, oddAnswer, PassingFault } from './faults.ts'
import { headerOf, refusalOf, type HubFile } from './hub.ts'
import { askHub, type Hub, type HubReply } from './hub-request.ts'
import { inTheWay, lookAt, namePart, openPart, STRONG_ETAG, type PartFile } from './part-file.ts'
import { judgeReply } from './judge-reply.ts'
import { retrying, type Waiting } from './retry.ts'

/** A file of a repository at one commit, and its place below the models folder. */
export type WantedFile = HubFile & {
  readonly repository: string
  readonly revision: string
  readonly place: readonly string[]
}

export type FileProgress =
  /** What was there already is read into the sum. */
  | { readonly kind: 'checking'; readonly bytes: number }
  | { readonly kind: 'receiving'; readonly bytes: number }
  /** Something passing went wrong; tried again in `ms`. */
  | ({ readonly kind: 'waiting'; readonly bytes: number } & Waiting)

export type FetchOptions = {
  readonly signal: AbortSignal
  readonly onProgress?: (progress: FileProgress) => void
  readonly disk?: Disk
}

/** How often what has arrived may turn out to be worth nothing: twice is bad luck, more is a broken source. */
const MOST_RESTARTS = 2
/** How often the disk is asked whether it still has room, in bytes written. */
const LOOK_AFTER_BYTES = 64 * 1024 * 1024

/**
 * Fetches one file into the models folder, going on where an earlier try ended, and checks its sha256. It still is a
 * part then: `nameFile` gives it its name. Rejects with a PonderError, or with the signal's reason; what has arrived stays.
 */
export async function fetchPart(
  hub: Hub,
  root: string,
  file: WantedFile,
  { signal, onProgress = () => {}, disk = realDisk }: FetchOptions,
): Promise<void> {
  const target = join(root, ...file.place)
  try {
    if (await isThere(target, file, onProgress, signal)) return
    const part = await openPart(root, target, file, disk)
    try {
      await part.readAgain((bytes) => onProgress({ kind: 'checking', bytes }), signal)
      await receiveWhole(hub, file, part, { signal, onProgress, disk, root })
      await part.save()
    } finally {
      await part.close()
    }
  } catch (thrown) {
    signal.throwIfAborted()
    throw diskError(thrown)
  }
}

/** Gives a part that was fetched and checked its name. What has the name already is the file itself. */
export async function nameFile(root: string, { place, sizeBytes }: WantedFile): Promise<void> {
  const target = join(root, ...place)
  try {
    const there = await lookAt(target)
    if (there !== null && (!there.isFile() || there.size !== sizeBytes)) throw inTheWay()
    if (there === null) await namePart(target)
  } catch (thrown) {
    throw diskError(thrown)
  }
}

type Receiving = Required<FetchOptions> & {
  readonly root: string
  /** Throws away what has arrived; throws `problem` when that has happened too often. */
  readonly restart: (problem: PonderError, etag: string | null) => Promise<void>
}

async function receiveWhole(
  hub: Hub,
  file: WantedFile,
  part: PartFile,
  options: Omit<Receiving, 'restart'>,
): Promise<void> {
  const { signal, onProgress } = options
  let restarts = 0
  const restart = async (problem: PonderError, etag: string | null): Promise<void> => {
    await part.startOver(etag)
    if (++restarts > MOST_RESTARTS) throw problem
  }
  for (;;) {
    await retrying(() => receiveRest(hub, file, part, { ...options, restart }), {
      pauseMs: hub.patience.pauseMs,
      signal,
      received: part.received,
      onWait: (waiting) => onProgress({ kind: 'waiting', bytes: part.received(), ...waiting }),
    })
    if (part.sha256() === file.sha256) return
    await restart(damaged(hub), null)
  }
}

/** One try: asks for what is missing and appends it until it is all there, or throws. */
async function receiveRest(hub: Hub, file: WantedFile, part: PartFile, options: Receiving): Promise<void> {
  if (part.received() === file.sizeBytes) return
  const { signal, onProgress, disk, root, restart } = options
  const reply = await askHub(hub, placeOnHub(file), rangeHeaders(part), signal)
  const chunks = chunksOf(reply)
  try {
    const have = { received: part.received(), etag: part.etag(), sizeBytes: file.sizeBytes }
    const verdict = judgeReply(reply, have)
    if (verdict === 'refused') throw refusalOf(reply, hub)
    if (verdict === 'changed') {
      await restart(keepsChanging(reply.host), null)
      throw oddAnswer(reply.host, 'another version of the file')
    }
    if (verdict === 'from-start') {
      if (have.received === 0) await part.startOver(strongEtag(reply))
      else await restart(cannotGoOn(reply.host), strongEtag(reply))
    }
    let nextLook = part.received()
    for await (const bytes of chunks) {
      signal.throwIfAborted()
      const missing = file.sizeBytes - part.received()
      if (bytes.length > missing) {
        await restart(damaged(hub), null)
        throw oddAnswer(reply.host, 'more than the whole file')
      }
      if (part.received() >= nextLook) {
        await checkSpace(disk, root, missing)
        nextLook += LOOK_AFTER_BYTES
      }
      await part.append(bytes)
      onProgress({ kind: 'receiving', bytes: part.received() })
    }
    if (part.received() < file.sizeBytes) throw cut(reply.host)
  } finally {
    reply.body.destroy()
  }
}

/** Pieces that may wait to be written before the connection is told to wait; some 64 kB each. */
const MOST_WAITING = 32

/**
 * The body's pieces, each that came before it broke: read as a stream it would throw away those that wait. What breaks
 * while reading is a fault of the connection, unlike what breaks while writing.
 */
function chunksOf({ body, host }: HubReply): AsyncGenerator<Buffer> {
  // Heard from now on, not from the first piece that is asked for. A body without an encoding gives buffers.
  const pieces = on(body, 'data', {
    close: ['end', 'close'],
    highWaterMark: MOST_WAITING,
    lowWaterMark: 1,
  }) as AsyncIterableIterator<[Buffer]>
  return (async function* () {
    for (;;) {
      const next = await pieces.next().catch((thrown: unknown) => {
        throw thrown instanceof PassingFault ? thrown : cut(host, thrown)
      })
      if (next.done === true) return
      yield next.value[0]
    }
  })()
}

function placeOnHub({ repository, revision, path }: WantedFile): string {
  return `/${repository}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`
}

function rangeHeaders(part: PartFile): Record<string, string> {
  const etag = part.etag()
  if (part.received() === 0) return {}
  return { range: `bytes=${part.received()}-`, ...(etag === null ? {} : { 'if-range': etag }) }
}

function strongEtag({ headers }: HubReply): string | null {
  const etag = headerOf(headers, 'etag')
  return etag !== null && STRONG_ETAG.test(etag) ? etag : null
}

/** True when the very file is there already; throws when something else has its name. */
async function isThere(
  target: string,
  file: HubFile,
  onProgress: (progress: FileProgress) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const there = await lookAt(target)
  if (there === null) return false
  if (!there.isFile() || there.size !== file.sizeBytes) throw inTheWay()
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(target, {
    signal,
    highWaterMark: 1024 * 1024,
  }) as AsyncIterable<Buffer>) {
    hash.update(piece)
    bytes += piece.length
    onProgress({ kind: 'checking', bytes })
  }
  if (hash.digest('hex') !== file.sha256) throw inTheWay()
  return true
}

function damaged({ base }: Hub): PonderError {
  return new PonderError({
    code: 'download-damaged',
    message: `What arrived is not the file that ${base.host} lists, also after trying again.`,
    remedy: 'Nothing of it was kept. Try again later, or from another network.',
  })
}

function keepsChanging(host: string): PonderError {
  return new PonderError({
    code: 'file-keeps-changing',
    message: `The file at ${host} changed several times while it was being fetched.`,
    remedy: 'Cancel the download, then look the address up again.',
  })
}

function cannotGoOn(host: string): PonderError {
  return new PonderError({
    code: 'cannot-go-on',
    message: `The connection broke off several times, and ${host} does not let a download go on where it stopped.`,
    remedy: 'Resume when the connection is better; it starts from the beginning.',
  })
}
