import { PonderError } from '../contract/ponder-error.ts'
import type { Port } from '../wire/port.ts'
import type { Child } from './child.ts'

/** Milliseconds. Tests use shorter ones. */
export type Limits = {
  /** A child that has not answered by then never will. */
  readonly ready: number
  readonly pingEvery: number
  /** No answer for this long: the child is stuck, for example in a broken model file. */
  readonly silence: number
}

export const defaultLimits: Limits = { ready: 20_000, pingEvery: 5_000, silence: 20_000 }

/** What every child answers as soon as it runs; later it shows that the child is not stuck. */
type Pinged = { readonly ping: (nothing: null) => Promise<null> }

/** A child that has come up. */
export type RunningChild<Client> = {
  readonly client: Client
  /** Why it ended. Settles a little after its connection is lost, so who lost an answer waits for it. */
  readonly gone: Promise<PonderError>
}

export type Supervisor<Client> = {
  /** The running child; started when there is none. Rejects with what ended it when it does not come up. */
  readonly child: () => Promise<RunningChild<Client>>
  /** Ends the running child, if there is one, without blame; the next question starts another. */
  readonly end: () => void
  readonly close: () => void
}

/**
 * Keeps at most one child. It must answer within a time limit when it starts and all the time it runs, else it is
 * killed. `died` is told of every end that nobody asked for, before `gone` settles.
 */
export function supervise<Client extends Pinged>(
  start: () => Child,
  connect: (port: Port) => Client,
  limits: Limits,
  died: (problem: PonderError) => void,
): Supervisor<Client> {
  let running: { readonly child: Child; readonly up: Promise<RunningChild<Client>> } | null = null
  let closed = false

  function launch(): NonNullable<typeof running> {
    const child = start()
    const client = connect(child.port)
    const { promise: gone, resolve } = Promise.withResolvers<PonderError>()
    let hung = false
    const heart = watch(
      () => client.ping(null),
      limits,
      (silent) => {
        hung ||= silent
        child.kill()
      },
    )
    child.onExit((code, signal) => {
      heart.stop()
      const death = hung ? engineHung() : engineDied(code, signal)
      // One that is not the running child any more was ended on purpose.
      if (running === launched) {
        running = null
        if (!closed) died(death)
      }
      resolve(death)
    })
    const failed = gone.then((death) => Promise.reject(death))
    const up = Promise.race([heart.up.then(() => ({ client, gone })), failed])
    // Whoever asks for the child hears of it; until then it must not count as unhandled.
    up.catch(() => undefined)
    failed.catch(() => undefined)
    const launched = { child, up }
    return launched
  }

  return {
    async child() {
      if (closed) throw engineDied(null, null)
      running ??= launch()
      return running.up
    },
    end() {
      const ended = running
      running = null
      ended?.child.kill()
    },
    close() {
      closed = true
      running?.child.kill()
      running?.child.port.close()
    },
  }
}

/**
 * Pings until `stop`. `end` is called when the child has been silent for too long (true) or its connection is lost
 * while it still runs (false): in both cases it is of no more use.
 */
function watch(ping: () => Promise<null>, limits: Limits, end: (silent: boolean) => void) {
  const { promise: up, resolve } = Promise.withResolvers<void>()
  // Counted in beats and not by the clock: a machine that slept must not cost a healthy child its life.
  const mostMissed = Math.max(1, Math.ceil(limits.silence / limits.pingEvery))
  const lost = (): void => end(false)
  let missed = 0
  let timer = setTimeout(() => end(true), limits.ready)

  function beat(): void {
    missed += 1
    if (missed > mostMissed) return end(true)
    ping().then(() => (missed = 0), lost)
    timer = setTimeout(beat, limits.pingEvery)
  }
  ping().then(() => {
    clearTimeout(timer)
    timer = setTimeout(beat, limits.pingEvery)
    resolve()
  }, lost)
  return { up, stop: () => clearTimeout(timer) }
}

/** A lost connection means that the child died; why, is known once it has ended. */
export async function translate(child: RunningChild<unknown>, error: unknown): Promise<unknown> {
  return error instanceof PonderError && error.code === 'connection-lost' ? child.gone : error
}

/** The items of a child's stream, with what ended it in words. */
export async function* translated<Item>(
  child: RunningChild<unknown>,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item, void> {
  try {
    yield* items
  } catch (error) {
    throw await translate(child, error)
  }
}

export function isDeath(error: unknown): boolean {
  return error instanceof PonderError && (error.code === 'engine-died' || error.code === 'engine-hung')
}

function engineDied(code: number | null, signal: string | null): PonderError {
  const how = signal ?? (code === null ? null : `code ${code}`)
  return new PonderError({
    code: 'engine-died',
    message: `The part of Ponder that runs the model ended unexpectedly${how === null ? '' : ` (${how})`}.`,
    remedy: 'It is being started again; then continue or repeat the answer.',
  })
}

function engineHung(): PonderError {
  return new PonderError({
    code: 'engine-hung',
    message: 'The part of Ponder that runs the model did not answer any more and was stopped.',
    remedy: 'Try again; if it happens with this model only, its file may be damaged: choose another one.',
  })
}
