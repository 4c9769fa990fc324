import type { Reading } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Spawn } from '../engine/child.ts'
import { defaultLimits, isDeath, translate } from '../engine/supervisor.ts'
import type { Limits, RunningChild } from '../engine/supervisor.ts'
import { oneAtATime } from '../engine/text/one-at-a-time.ts'
import type { ReadRequest } from './read-text.ts'
import { readingProblems } from './reading-problems.ts'
import { superviseMedia } from './supervise-media.ts'
import type { MediaClient } from './supervise-media.ts'

export type OpenTextReader = {
  /** Progress, then the text. Just ends when `signal` is aborted. */
  readonly read: (request: ReadRequest, signal: AbortSignal) => AsyncGenerator<Reading, void>
  readonly close: () => void
}

/** Milliseconds. Tests use shorter ones. */
export type ReaderLimits = { readonly work: number; readonly idle: number; readonly child: Limits }

/** A page takes seconds, in four directions on a slow machine a minute; 200 MB are given back when it idles. */
export const defaultReaderLimits: ReaderLimits = { work: 180_000, idle: 60_000, child: defaultLimits }

/**
 * Text is read in a child of its own, apart from the one that takes images in, so that neither waits for the other.
 * Nothing stops tesseract in the middle of a page but the end of its process, so stopping is that.
 */
export function openTextReader(spawn: Spawn, limits: ReaderLimits = defaultReaderLimits): OpenTextReader {
  const supervisor = superviseMedia(spawn, limits.child)
  const turns = oneAtATime()
  let idle: NodeJS.Timeout | undefined

  async function* inTurn(request: ReadRequest, signal: AbortSignal): AsyncGenerator<Reading, void> {
    const late = new AbortController()
    const given = AbortSignal.any([signal, late.signal])
    let child: RunningChild<MediaClient> | null = null
    let timer: NodeJS.Timeout | undefined
    let done = false
    try {
      child = await supervisor.child()
      timer = setTimeout(() => late.abort(), limits.work)
      for await (const reading of child.client.readText(request, given)) {
        done = reading.kind === 'read'
        yield reading
      }
      if (late.signal.aborted && !signal.aborted) throw readingProblems(request.name).tooSlow()
    } catch (error) {
      const problem = child === null ? error : await translate(child, error)
      done = problem instanceof PonderError && problem.code === 'language-missing'
      if (!signal.aborted) throw isDeath(problem) ? readingProblems(request.name).failed(problem) : problem
    } finally {
      clearTimeout(timer)
      // Also when whoever reads has left the loop.
      if (!done) supervisor.end()
    }
  }

  return {
    async *read(request, signal) {
      const leave = await turns.enter()
      clearTimeout(idle)
      try {
        if (!signal.aborted) yield* inTurn(request, signal)
      } finally {
        idle = setTimeout(supervisor.end, limits.idle).unref()
        leave()
      }
    },
    close() {
      clearTimeout(idle)
      supervisor.close()
    },
  }
}
