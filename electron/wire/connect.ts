import type { z } from 'zod'
import type { Client, Contract } from '../contract/define.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Port } from './port.ts'
import { openQuestions, type AnswerFrame, type Questions } from './questions.ts'
import { readItems } from './read-items.ts'

export type ConnectOptions = {
  /** Skips the check of stream items; for ports between Ponder's own processes. Outputs of calls are always checked. */
  readonly trustItems?: boolean
}

/**
 * Functions that ask over `port`. Calls reject and streams throw with the PonderError of the other side, or with
 * `connection-lost` when the port closes. Aborting: a call rejects with `signal.reason`, a stream just ends.
 * A stream asks when its iteration begins, and again for every further iteration.
 */
export function connect<C extends Contract>(
  contract: C,
  port: Port,
  options: ConnectOptions = {},
): Client<C> {
  const questions = openQuestions(port)
  const functions = Object.entries(contract).map(([name, definition]) => {
    if (definition.kind === 'call') {
      const ask = (input: unknown, signal?: AbortSignal) =>
        callOnce(questions, name, definition.output, input, signal)
      return [name, ask]
    }
    const parseItem =
      options.trustItems === true
        ? (item: unknown) => item
        : (item: unknown) => parseReply(name, definition.item, item)
    const open = (input: unknown, signal?: AbortSignal): AsyncIterable<unknown> => ({
      [Symbol.asyncIterator]: () => readItems({ questions, name, input, signal, parseItem }),
    })
    return [name, open]
  })
  // One function per name of the contract, of its kind; what passes through them is parsed by its schemas.
  return Object.fromEntries(functions) as Client<C>
}

function callOnce(
  questions: Questions,
  name: string,
  output: z.ZodType,
  input: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  if (signal?.aborted === true) {
    reject(signal.reason)
    return promise
  }
  const question = questions.open('call', (frame) => resolve(outputOf(frame)))
  function stop(): void {
    question.cancel()
    reject(signal?.reason)
  }
  async function outputOf(frame: AnswerFrame): Promise<unknown> {
    if (frame[0] === 'e') throw new PonderError(frame[2])
    return parseReply(name, output, frame[0] === 'r' ? frame[2] : undefined)
  }

  signal?.addEventListener('abort', stop, { once: true })
  try {
    question.send(name, input)
  } catch (error) {
    reject(error)
  }
  return promise.finally(() => signal?.removeEventListener('abort', stop))
}

function parseReply(name: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new PonderError(
    {
      code: 'bad-reply',
      message: `A part of Ponder answered "${name}" with something that cannot be understood.`,
      remedy: 'Restart Ponder; if it happens again, install it anew. Your conversations are safe.',
    },
    { cause: parsed.error },
  )
}
