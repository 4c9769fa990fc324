import { PonderError } from '../contract/ponder-error.ts'
import { connect } from '../wire/connect.ts'
import { createChildQuestions } from './ask-child.ts'
import type { ChildQuestions } from './ask-child.ts'
import type { Spawn } from './child.ts'
import { createModelDevices } from './devices/model-devices.ts'
import type { Devices } from './devices/model-devices.ts'
import type { HeaderChecker } from './header-check/header-checker.ts'
import type { Engine, LoadPiece, LoadRequest } from './engine.ts'
import { createChildLoads, diedOpening } from './load-in-child.ts'
import { defaultLimits, isDeath, supervise } from './supervisor.ts'
import type { Limits } from './supervisor.ts'
import { textEngineContract } from './text/contract.ts'
import { createStatusBoard } from './text-engine-status.ts'
import type { TextEngineStatus } from './text-engine-status.ts'

export type { TextEngineStatus } from './text-engine-status.ts'

export type TextEngine = Pick<Engine, 'load'> &
  ChildQuestions & {
    /** Tells every new status; before the first one the engine is empty. */
    readonly onStatus: (listen: (status: TextEngineStatus) => void) => void
    /** Starts again after a failure, with the model that was asked for last; empty when none was. */
    readonly restart: () => void
    /** Models that had to make do with the processor may be tried on the graphics processor again. */
    readonly retryDevices: () => void
    /** Opens nothing any more, be it for the first time or after a crash; of no effect on a model that is open. */
    readonly giveUpLoading: () => void
    /** Closes the open model and gives all its memory back; of no effect while one is being opened. */
    readonly unload: () => void
    readonly close: () => Promise<void>
  }

export type TextEngineOptions = {
  readonly spawn: Spawn
  /** Where what was found about models is kept; null = nowhere. */
  readonly probeFolder: string | null
  /** Looks at every file before the engine sees it. Left out: for measurements on files of our own. */
  readonly checker?: Pick<HeaderChecker, 'read'>
  /** Where models run. Left out: the best that llama.cpp finds by itself. */
  readonly devices?: Devices
  /** Told of every end of the child that this model is to blame for: it was open, or being opened. */
  readonly crashed?: (request: LoadRequest) => void
  readonly limits?: Limits
}

/** So many ends within so long on one model, and it is not opened again by itself. */
const MOST_CRASHES = 3
const CRASH_WINDOW_MS = 60_000
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 2_000

/** The text engine as core sees it: llama.cpp in a supervised child, which comes back with its model when it dies. */
export function openTextEngine(options: TextEngineOptions): TextEngine {
  const status = createStatusBoard()
  const supervisor = supervise(
    () => options.spawn('text-engine'),
    (port) => connect(textEngineContract, port, { trustItems: true }),
    options.limits ?? defaultLimits,
    onDeath,
  )
  const { childDied, ...questions } = createChildQuestions({ status, supervisor })
  const devices = createModelDevices(options.devices)
  const loads = createChildLoads({
    supervisor,
    devices,
    checker: options.checker,
    probeFolder: options.probeFolder,
    hasGivenUp: () => status.now().kind === 'failed',
  })
  /** The model to come back with. */
  let wanted: LoadRequest | null = null
  /** The model somebody asked for, kept where it could not be opened: what a restart opens. */
  let asked: LoadRequest | null = null
  let reopening = new AbortController()
  let crashes: number[] = []
  let lastLoad = 0
  let comingBack: NodeJS.Timeout | undefined
  /** Aborts whatever is being opened. */
  let giveUp = new AbortController()
  let closed = false
  // At once and not at the first question: starting llama.cpp takes a second.
  startChild()

  function startChild(): void {
    // Should it fail, the first load says so.
    loads.warm().catch(() => undefined)
  }

  function onDeath(problem: PonderError): void {
    if (closed) return
    childDied()
    const now = performance.now()
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    const before = status.now()
    const isOpening = before.kind === 'loading' && !before.again && !loads.isWaiting()
    // Whoever waits for it tries the processor.
    if (isOpening && devices.blamedForOpening(loads.device(), before.request)) return
    const isOpen = before.kind === 'ready' || (before.kind === 'loading' && !loads.isWaiting())
    const suspect = isOpen ? wanted : null
    if (devices.blamedForCrashes(loads.device(), suspect, crashes.length)) crashes = []
    else if (wanted !== null && isOpen) options.crashed?.(wanted)
    if (crashes.length >= MOST_CRASHES) {
      status.set({ kind: 'failed', request: wanted, problem: keepsDying(wanted).toProblem() })
      return
    }
    if (before.kind === 'loading' && !before.again) {
      // Something else killed the child, such as a load before this one: `open` asks the next child.
      if (loads.isWaiting()) return
      // A model that was never open is not tried again: its file may be what killed the child.
      wanted = null
      status.set({
        kind: 'failed',
        request: before.request,
        problem: diedOpening(before.request, problem).toProblem(),
      })
      return
    }
    comeBack(wanted, true)
  }

  function comeBack(request: LoadRequest | null, again: boolean): void {
    reopening.abort()
    reopening = new AbortController()
    const { signal } = reopening
    status.set(request === null ? { kind: 'empty' } : { kind: 'loading', request, progress: 0, again })
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** Math.max(0, crashes.length - 1))
    clearTimeout(comingBack)
    comingBack = setTimeout(() => {
      if (request === null) startChild()
      else void openAgain(request, again, signal)
    }, wait)
  }

  async function openAgain(request: LoadRequest, again: boolean, signal: AbortSignal): Promise<void> {
    try {
      for await (const _ of open(request, again, signal));
    } catch (error) {
      // Told by the status, which every question waits for.
      if (!(error instanceof PonderError)) throw error
    }
  }

  async function* load(request: LoadRequest, signal: AbortSignal): AsyncGenerator<LoadPiece, void> {
    crashes = []
    clearTimeout(comingBack)
    reopening.abort()
    yield* open(request, false, signal)
  }

  async function* open(
    request: LoadRequest,
    again: boolean,
    asker: AbortSignal,
  ): AsyncGenerator<LoadPiece, void> {
    const mine = ++lastLoad
    giveUp = new AbortController()
    const signal = AbortSignal.any([asker, giveUp.signal])
    const isLatest = (): boolean => mine === lastLoad && !closed
    wanted = request
    asked = request
    status.set({ kind: 'loading', request, progress: 0, again })
    let finished = false
    const load = { request, again, isLatest, signal }
    try {
      // One that was open before has been looked at.
      if (!again && !(await loads.isForChat(load))) return
      for await (const piece of loads.pieces(load)) {
        finished = piece.kind === 'loaded'
        if (isLatest()) {
          if (piece.kind === 'loaded') status.set({ kind: 'ready', model: piece.model })
          else status.set({ kind: 'loading', request, progress: piece.progress, again })
        }
        yield piece
      }
    } catch (error) {
      finished = true
      if (isLatest() && !isDeath(error)) fail(request, error)
      throw error
    } finally {
      // Given up by whoever asked for it: the model before is closed by now.
      if (!finished && isLatest()) {
        wanted = null
        asked = null
        status.set({ kind: 'empty' })
      }
    }
  }

  function fail(request: LoadRequest, error: unknown): void {
    if (!(error instanceof PonderError)) return
    wanted = null
    status.set({ kind: 'failed', request, problem: error.toProblem() })
  }

  return {
    load,
    ...questions,
    onStatus: status.listen,
    restart() {
      crashes = []
      devices.forget()
      // Without `wanted` it was never open, so its first opening is still to come.
      comeBack(asked, wanted !== null)
    },
    retryDevices: devices.forget,
    giveUpLoading() {
      if (status.now().kind !== 'loading') return
      clearTimeout(comingBack)
      wanted = null
      asked = null
      giveUp.abort()
      // At once, with all its memory; a load that was only broken off can keep the next one waiting.
      supervisor.end()
      startChild()
      status.set({ kind: 'empty' })
    },
    unload() {
      if (status.now().kind !== 'ready') return
      wanted = null
      asked = null
      // With its process: memory that llama.cpp has freed may stay with it.
      supervisor.end()
      status.set({ kind: 'empty' })
    },
    async close() {
      closed = true
      clearTimeout(comingBack)
      reopening.abort()
      supervisor.close()
    },
  }
}

function keepsDying(request: LoadRequest | null): PonderError {
  const what = request === null ? 'even without a model' : `with ${request.name}`
  return new PonderError({
    code: 'engine-keeps-dying',
    message: `The part of Ponder that runs the model ended ${MOST_CRASHES} times within a minute, ${what}.`,
    remedy: 'Choose another model, or start the engine again.',
  })
}
