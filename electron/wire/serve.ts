import type { z } from 'zod'
import type { Contract, Implementation } from '../contract/define.ts'
import { PonderError, problemOf } from '../contract/ponder-error.ts'
import { openCredits, type Credits } from './credits.ts'
import { parseFrame } from './parse-frame.ts'
import type { Frame, Port } from './port.ts'
import { sendItems } from './send-items.ts'

export type ServeOptions = {
  /** Told of everything thrown that is no PonderError, besides the asker, who gets it as `unexpected`. */
  readonly onBug?: (error: unknown) => void
}

type Running = { readonly stop: AbortController; readonly credits: Credits }
type Definition = Contract[string]
type Handler = (input: unknown, signal: AbortSignal) => unknown

/**
 * Answers what is asked over `port` until it closes. Whatever arrives, this never throws: a bad question gets an
 * error frame, a broken frame closes the port. After a cancel nothing more is sent for that question.
 */
export function serve<C extends Contract>(
  contract: C,
  implementation: Implementation<C>,
  port: Port,
  options: ServeOptions = {},
): void {
  const onBug = options.onBug ?? ((error) => console.error(error))
  const running = new Map<number, Running>()

  function start(id: number, name: string, input: unknown): void {
    const stop = new AbortController()
    const run: Running = { stop, credits: openCredits(stop.signal) }
    running.set(id, run)
    void answer(id, name, input, run).finally(() => {
      // After a cancel the same id may already stand for another question.
      if (running.get(id) === run) running.delete(id)
    })
  }

  async function answer(id: number, name: string, input: unknown, run: Running): Promise<void> {
    const { signal } = run.stop
    function post(frame: Frame): void {
      if (!signal.aborted) port.post(frame)
    }
    try {
      const definition = definitionOf(contract, name)
      const asked = parseInput(name, definition, input)
      // True by the types of Contract and Implementation: every name of one has its function in the other.
      const handler = implementation[name] as Handler
      const result = handler.call(implementation, asked, signal)
      if (definition.kind === 'call') return post(['r', id, await result])

      await sendItems({
        items: result as AsyncIterable<unknown>, // as above
        credits: run.credits,
        send: (item) => post(['v', id, item]),
        signal,
        onBug,
      })
      post(['d', id])
    } catch (thrown) {
      // Stopping is a normal ending, whatever it made the implementation throw.
      if (signal.aborted) return
      post(['e', id, problemOf(thrown)])
      if (!(thrown instanceof PonderError)) onBug(thrown)
    }
  }

  function cancel(id: number): void {
    const run = running.get(id)
    running.delete(id)
    run?.stop.abort()
  }

  port.onClose(() => {
    for (const id of running.keys()) cancel(id)
  })
  port.onFrame((received) => {
    const frame = parseFrame(received)
    if (frame?.[0] === 'q' && !running.has(frame[1])) return start(frame[1], frame[2], frame[3])
    // Unknown ids are no fault here: the question may have ended while these were on their way.
    if (frame?.[0] === 'x') return cancel(frame[1])
    if (frame?.[0] === 'c') return running.get(frame[1])?.credits.grant(frame[2])
    port.close()
  })
}

function definitionOf(contract: Contract, name: string): Definition {
  // Own names only: `constructor` and `__proto__` are no calls.
  const definition = Object.hasOwn(contract, name) ? contract[name] : undefined
  if (definition !== undefined) return definition
  throw new PonderError({
    code: 'unknown-call',
    message: `Ponder knows no call named "${name.slice(0, 80)}".`,
    remedy: 'Restart Ponder, so that all its parts are of the same version.',
  })
}

function parseInput(name: string, definition: Definition, input: unknown): unknown {
  const parsed = definition.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new PonderError({
    code: 'bad-input',
    message: `Ponder cannot take this for "${name}": ${firstIssue(parsed.error)}.`,
    remedy: 'Correct it and try again.',
  })
}

/** One is enough to act on; a hostile input can have millions. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'it is not of the expected form'
  const place = issue.path.map(String).join('.').slice(0, 80)
  return place === '' ? issue.message : `${place}: ${issue.message}`
}
