import { KEPT_SIDE, SMALL_SIDE } from '../contract/images.ts'
import type { Box, ImageFormat } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Spawn } from '../engine/child.ts'
import { defaultLimits, isDeath, translate } from '../engine/supervisor.ts'
import type { Limits, RunningChild } from '../engine/supervisor.ts'
import { oneAtATime } from '../engine/text/one-at-a-time.ts'
import type { Given } from './picture.ts'
import { pixelsOnly } from './png-chunks.ts'
import { refusalsFor } from './refusals.ts'
import { superviseMedia } from './supervise-media.ts'
import type { MediaClient } from './supervise-media.ts'

/** PNG files without any metadata, and the size of the whole one. */
export type CheckedPicture = {
  readonly whole: Buffer
  readonly small: Buffer
  readonly width: number
  readonly height: number
}
export type CheckedKept = CheckedPicture & { readonly format: ImageFormat; readonly pages: number }

export type ImageWorker = {
  /**
   * Any image as Ponder keeps it, or a PonderError that says why not. `onSmall` hears the small copy as soon as it is
   * there; the rest may still fail.
   */
  readonly keep: (
    given: Given,
    signal?: AbortSignal,
    onSmall?: (small: Buffer) => void,
  ) => Promise<CheckedKept>
  readonly crop: (whole: Uint8Array, box: Box, name: string, signal?: AbortSignal) => Promise<CheckedPicture>
  /** A kept image, made smaller as a model looks at it. */
  readonly shrink: (
    whole: Uint8Array,
    longestSide: number,
    name: string,
    signal?: AbortSignal,
  ) => Promise<Buffer>
  /** Starts the worker ahead of the first image. */
  readonly warmUp: () => void
  readonly close: () => void
}

/** Milliseconds. Tests use shorter ones. */
export type WorkerLimits = {
  /** One image; longer than the worker's own limit, which cannot stop every decoder. */
  readonly work: number
  /** The worker is ended when nothing was asked for so long. */
  readonly idle: number
  readonly child: Limits
}

export const defaultWorkerLimits: WorkerLimits = { work: 15_000, idle: 120_000, child: defaultLimits }

/** After one of these the worker is as good as before. */
const REFUSALS: ReadonlySet<string> = new Set([
  'image-empty',
  'image-too-large',
  'not-an-image',
  'image-format-unknown',
  'image-broken',
  'image-damaged',
  'image-unsafe',
  'image-page-missing',
  'image-no-temporary-folder',
])

/**
 * Images are decoded in a child of its own, one after another. Whatever an image does to that child (a crash, a hang,
 * too much memory), it costs one sentence: the next image gets a new child.
 */
export function openImageWorker(spawn: Spawn, limits: WorkerLimits = defaultWorkerLimits): ImageWorker {
  const supervisor = superviseMedia(spawn, limits.child)
  const turns = oneAtATime()
  let idle: NodeJS.Timeout | undefined

  async function inTurn<Result>(
    name: string,
    signal: AbortSignal | undefined,
    work: (client: MediaClient) => Promise<Result>,
  ): Promise<Result> {
    const leave = await turns.enter()
    clearTimeout(idle)
    try {
      signal?.throwIfAborted()
      return await within(limits.work, name, signal, work)
    } finally {
      idle = setTimeout(supervisor.end, limits.idle).unref()
      leave()
    }
  }

  async function within<Result>(
    most: number,
    name: string,
    signal: AbortSignal | undefined,
    work: (client: MediaClient) => Promise<Result>,
  ): Promise<Result> {
    const refuse = refusalsFor(name)
    let child: RunningChild<MediaClient> | null = null
    const { promise: late, reject } = Promise.withResolvers<never>()
    const giveUp = () => reject(signal?.reason)
    signal?.addEventListener('abort', giveUp, { once: true })
    let timer: NodeJS.Timeout | undefined
    try {
      child = await Promise.race([supervisor.child(), late])
      // Counted from here: a slow start is not the image's fault, and has a limit of its own.
      timer = setTimeout(() => reject(refuse.tooSlow()), most)
      return await Promise.race([work(child.client), late])
    } catch (error) {
      const problem = child === null ? error : await translate(child, error)
      // Only a refusal leaves the worker in order; giving up leaves it busy.
      if (!(problem instanceof PonderError && REFUSALS.has(problem.code))) supervisor.end()
      throw isDeath(problem) ? refuse.died() : problem
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
  }

  return {
    keep: (given, signal, onSmall) => inTurn(given.name, signal, (client) => keep(client, given, onSmall)),
    crop: (whole, box, name, signal) =>
      inTurn(name, signal, async (client) => checked(await client.crop({ whole, box, name }), name)),
    shrink: (whole, longestSide, name, signal) =>
      inTurn(name, signal, async (client) => {
        const png = await client.shrink({ whole, longestSide, name })
        return checkedPng(png, longestSide, name).png
      }),
    warmUp() {
      clearTimeout(idle)
      idle = setTimeout(supervisor.end, limits.idle).unref()
      // Whoever asks next hears why it does not come up.
      supervisor.child().catch(() => undefined)
    },
    close() {
      clearTimeout(idle)
      supervisor.close()
    },
  }
}

async function keep(
  client: MediaClient,
  given: Given,
  onSmall?: (small: Buffer) => void,
): Promise<CheckedKept> {
  let small: Buffer | null = null
  for await (const step of client.keep(given)) {
    if (step.kind === 'small') {
      small = checkedPng(step.small, SMALL_SIDE, given.name).png
      onSmall?.(small)
    } else if (small !== null) {
      const { png, width, height } = checkedPng(step.whole, KEPT_SIDE, given.name)
      return { whole: png, small, width, height, format: step.format, pages: step.pages }
    }
  }
  throw resultBad(given.name)
}

function checked({ whole, small }: { whole: Uint8Array; small: Uint8Array }, name: string): CheckedPicture {
  const { png, width, height } = checkedPng(whole, KEPT_SIDE, name)
  return { whole: png, small: checkedPng(small, SMALL_SIDE, name).png, width, height }
}

/** What comes from where foreign bytes were decoded is foreign too. */
function checkedPng(bytes: Uint8Array, longestSide: number, name: string) {
  const picture = pixelsOnly(bytes)
  if (picture !== null && Math.max(picture.width, picture.height) <= longestSide) return picture
  throw resultBad(name)
}

function resultBad(name: string): PonderError {
  return new PonderError({
    code: 'image-result-bad',
    message: `${name} did not come out as a picture.`,
    remedy: 'Save it again as PNG or JPEG in another program, and add that.',
  })
}
