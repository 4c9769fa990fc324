import { basename } from 'node:path'
import type { Client } from '../../contract/define.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { connect } from '../../wire/connect.ts'
import type { Spawn } from '../child.ts'
import { isDeath, supervise, translate } from '../supervisor.ts'
import type { Limits, RunningChild } from '../supervisor.ts'
import { oneAtATime } from '../text/one-at-a-time.ts'
import { FATAL_CODES, visionContract } from './contract.ts'
import type { VisionContract } from './contract.ts'
import { loadDied } from './native-problems.ts'
import type { LoadedVisionModel, VisionEngine, VisionLoadRequest } from './vision-engine.ts'
import type { VisionPiece, VisionRequest } from './vision-engine.ts'

export type VisionEngineOptions = {
  readonly spawn: Spawn
  readonly limits?: Limits
  /** Told when the model is in memory, and when it is not any more. */
  readonly onOpen?: (isOpen: boolean) => void
  /** Milliseconds without a question, after which the child ends and gives its memory back. */
  readonly idle?: number
}

/** Loading is one call that blocks the child; a large model on a slow disk takes minutes. */
export const visionLimits: Limits = { ready: 20_000, pingEvery: 5_000, silence: 180_000 }
const IDLE_MS = 5 * 60_000
/** In this time a stopped child must have stopped. */
const STOPPING_MS = 2_000
/** So many ends within so long on one model, and it is left alone for as long, unless it is opened anew. */
const MOST_CRASHES = 3
const CRASH_WINDOW_MS = 60_000
/** The library keeps every list of likely words and tells them all again: after so many a new child is cheaper. */
const MOST_LISTS = 200

type VisionChild = RunningChild<Client<VisionContract>>
/** `lists`: of likely words that this child has told. */
type Loaded = { readonly child: VisionChild; readonly model: LoadedVisionModel; lists: number }

/**
 * The vision engine as core sees it: llama.cpp in a child that is thrown away whenever something went wrong in it, and
 * that comes back with its model at the next question.
 */
export function openVisionEngine(options: VisionEngineOptions): VisionEngine {
  const supervisor = supervise(
    () => options.spawn('vision-engine'),
    (port) => connect(visionContract, port, { trustItems: true }),
    options.limits ?? visionLimits,
    onDeath,
  )
  const turns = oneAtATime()
  let wanted: VisionLoadRequest | null = null
  let loaded: Loaded | null = null
  let crashes: number[] = []
  let idle: NodeJS.Timeout | undefined

  function recentCrashes(): number[] {
    const since = performance.now() - CRASH_WINDOW_MS
    return crashes.filter((at) => at > since)
  }

  function onDeath(): void {
    crashes = [...recentCrashes(), performance.now()]
    forget()
  }

  function forget(): void {
    if (loaded !== null) options.onOpen?.(false)
    loaded = null
  }

  function endChild(): void {
    clearTimeout(idle)
    forget()
    supervisor.end()
  }

  /** The child with the model that is wanted, started and loaded where it is not there. */
  async function ready(signal: AbortSignal): Promise<Loaded> {
    signal.throwIfAborted()
    if (wanted === null) throw noModel()
    if (recentCrashes().length >= MOST_CRASHES) throw keepsDying(wanted)
    // Nothing else stops a library that is loading.
    signal.addEventListener('abort', endChild, { once: true })
    try {
      const child = await supervisor.child()
      if (loaded?.child === child) return loaded
      loaded = { child, model: await open(child, wanted), lists: 0 }
      options.onOpen?.(true)
      return loaded
    } catch (error) {
      signal.throwIfAborted()
      endChild()
      throw error
    } finally {
      signal.removeEventListener('abort', endChild)
    }
  }

  /** What is asked for together is done in order. */
  async function inTurn<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    // Given up while it waited: then nothing must change.
    const leave = await turns.enter(signal)
    clearTimeout(idle)
    try {
      return await work()
    } finally {
      void tidyUp(signal.aborted).finally(leave)
    }
  }

  async function tidyUp(stopped: boolean): Promise<void> {
    if (stopped && loaded !== null) await settle(loaded.child)
    if ((loaded?.lists ?? 0) >= MOST_LISTS) endChild()
    if (loaded !== null) idle = setTimeout(endChild, options.idle ?? IDLE_MS).unref()
  }

  /** The library goes on until it notices that it was stopped: in the middle of an image that can take minutes. */
  async function settle(child: VisionChild): Promise<void> {
    const timer = setTimeout(endChild, STOPPING_MS)
    await Promise.race([child.client.settled(null).catch(() => undefined), child.gone])
    clearTimeout(timer)
  }

  /** What to tell of a failed question. A child in which something failed is of no more use. */
  async function failure(child: VisionChild, error: unknown, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    const problem = await translate(child, error)
    if (!(problem instanceof PonderError) || isDeath(problem) || FATAL_CODES.has(problem.code)) endChild()
    return problem
  }

  async function ask<Result>(
    signal: AbortSignal,
    question: (loaded: Loaded) => Promise<Result>,
  ): Promise<Result> {
    for (let again = false; ; again = true) {
      const model = await ready(signal)
      try {
        return await question(model)
      } catch (error) {
        const problem = await failure(model.child, error, signal)
        if (again || !isStuck(problem)) throw problem
      }
    }
  }

  async function* answer(request: VisionRequest, signal: AbortSignal): AsyncGenerator<VisionPiece, void> {
    let promptTokens = 0
    const leave = await turns.enter(signal).catch(() => null)
    if (leave === null) {
      yield stopped(promptTokens)
      return
    }
    clearTimeout(idle)
    let ended = false
    try {
      for await (const piece of pieces(request, signal)) {
        if (piece.kind === 'reading') promptTokens = piece.promptTokens
        ended = piece.kind === 'finished'
        yield piece
      }
      // The wire ends a stopped stream at once, without waiting for the child's own ending.
      if (!ended) yield stopped(promptTokens)
    } finally {
      // Not waited for: whoever stopped an answer need not wait until the library has noticed.
      void tidyUp(!ended).finally(leave)
    }
  }

  /** Ends without `finished` when it is stopped. */
  async function* pieces(request: VisionRequest, signal: AbortSignal): AsyncGenerator<VisionPiece, void> {
    for (let again = false; ; again = true) {
      try {
        const { child } = await ready(signal)
        try {
          yield* child.client.answer(request, signal)
          return
        } catch (error) {
          const problem = await failure(child, error, signal)
          // Nothing was answered yet.
          if (again || !isStuck(problem)) throw problem
        }
      } catch (error) {
        if (signal.aborted) return
        throw error
      }
    }
  }

  return {
    load: (request, signal) =>
      inTurn(signal, async () => {
        endChild()
        crashes = []
        wanted = request
        try {
          return (await ready(signal)).model
        } catch (error) {
          wanted = null
          throw error
        }
      }),
    countTokens: (prompt, signal) =>
      inTurn(signal, () => ask(signal, ({ child }) => child.client.countTokens(prompt, signal))),
    answer,
    nextWords: (prompt, words, signal) =>
      inTurn(signal, () =>
        ask(signal, (model) => {
          model.lists += 1
          return model.child.client.nextWords({ prompt, words }, signal)
        }),
      ),
    nextTokens: (prompt, signal) =>
      inTurn(signal, () =>
        ask(signal, (model) => {
          model.lists += 1
          return model.child.client.nextTokens(prompt, signal)
        }),
      ),
    tokensBehind: (prompt, text, signal) =>
      inTurn(signal, () => ask(signal, ({ child }) => child.client.tokensBehind({ prompt, text }, signal))),
    async unload() {
      const leave = await turns.enter()
      wanted = null
      endChild()
      leave()
    },
    async dispose() {
      clearTimeout(idle)
      wanted = null
      loaded = null
      supervisor.close()
    },
  }
}

function stopped(promptTokens: number): VisionPiece {
  return { kind: 'finished', why: 'stopped', promptTokens, readTokens: 0, answerTokens: 0, generateMs: 0 }
}

async function open(child: VisionChild, request: VisionLoadRequest): Promise<LoadedVisionModel> {
  try {
    return await child.client.load(request)
  } catch (error) {
    const problem = await translate(child, error)
    if (!isDeath(problem)) throw problem
    throw loadDied(basename(request.modelPath), basename(request.projectorPath), problem)
  }
}

/** See `visionStuck`. */
function isStuck(problem: unknown): boolean {
  return problem instanceof PonderError && problem.code === 'vision-stuck'
}

function noModel(): PonderError {
  return new PonderError({
    code: 'no-model',
    message: 'No model that sees images is open.',
    remedy: 'Choose a model first.',
  })
}

function keepsDying(request: VisionLoadRequest): PonderError {
  return new PonderError({
    code: 'engine-keeps-dying',
    message: `The part of Ponder that looks at images ended ${MOST_CRASHES} times within a minute, with ${basename(request.modelPath)}.`,
    remedy: 'Ask again in a minute, or choose another model.',
  })
}
