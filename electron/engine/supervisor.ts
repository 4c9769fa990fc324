import type { Client } from '../contract/define.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { connect } from '../wire/connect.ts'
import type { Child } from './child.ts'
import type { TextEngineContract } from './text/contract.ts'
import { textEngineContract } from './text/contract.ts'

/** Milliseconds. Tests use shorter ones. */
export type Limits = {
  /** A child that has not answered by then never will. */
  readonly ready: number
  readonly pingEvery: number
  /** No answer for this long: the child is stuck, for example in a broken model file. */
  readonly silence: number
}

export const defaultLimits: Limits = { ready: 20_000, pingEvery: 5_000, silence: 20_000 }

export type Supervisor = {
  /** The running child; started when there is none. Rejects when it does not come up. */
  readonly client: () => Promise<Client<TextEngineContract>>
  /** What ended the last child, for whoever was waiting for its answer. */
  readonly lastDeath: () => PonderError
  readonly close: () => void
}

/**
 * Keeps at most one child. It must answer within a time limit when it starts and all the time it runs, else it is
 * killed. `died` is told of every end that nobody asked for.
 */
export function supervise(
  start: () => Child,
  limits: Limits,
  died: (problem: PonderError) => void,
): Supervisor {
  let running: { readonly child: Child; readonly client: Promise<Client<TextEngineContract>> } | null = null
  let death = engineDied(null, null)
  let closed = false

  function launch(): NonNullable<typeof running> {
    const child = start()
    const client = connect(textEngineContract, child.port, { trustItems: true })
    let hung = false
    const end = (): void => {
      hung = true
      child.kill()
    }
    const heart = watch(() => client.ping(null), limits, end)
    const launched = { child, client: heart.up.then(() => client) }
    const gone = (code: number | null, signal: string | null): void => {
      heart.stop()
      if (running !== launched) return
      running = null
      death = hung ? engineHung() : engineDied(code, signal)
      if (!closed) died(death)
    }
    child.onExit(gone)
    // Whoever asks for the client hears of a failed start; here it only must not count as unhandled.
    launched.client.catch(() => undefined)
    return launched
  }

  return {
    async client() {
      if (closed) throw engineDied(null, null)
      running ??= launch()
      try {
        return await running.client
      } catch {
        throw death
      }
    },
    lastDeath: () => death,
    close() {
      closed = true
      running?.child.kill()
      running?.child.port.close()
    },
  }
}

/** Pings until `stop`; calls `hung` once when the child has been silent too long. */
function watch(ping: () => Promise<null>, limits: Limits, hung: () => void) {
  let missed = 0
  let timer: NodeJS.Timeout | undefined
  const { promise: up, resolve, reject } = Promise.withResolvers<void>()
  const late = setTimeout(hung, limits.ready)

  // Counted in beats and not by the clock: a machine that slept must not cost a healthy child its life.
  const mostMissed = Math.max(1, Math.ceil(limits.silence / limits.pingEvery))
  function beat(): void {
    missed += 1
    if (missed > mostMissed) return hung()
    void ping().then(
      () => (missed = 0),
      () => undefined,
    )
    timer = setTimeout(beat, limits.pingEvery)
  }
  ping().then(() => {
    clearTimeout(late)
    timer = setTimeout(beat, limits.pingEvery)
    resolve()
  }, reject)

  function stop(): void {
    clearTimeout(late)
    clearTimeout(timer)
  }
  return { up, stop }
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
