import { PonderError } from '../contract/ponder-error.ts'
import { WINDOW } from './port.ts'
import type { AnswerFrame, Questions } from './questions.ts'

export type Reading = {
  readonly questions: Questions
  readonly name: string
  readonly input: unknown
  readonly signal: AbortSignal | undefined
  /** Throws a PonderError when the item is not what the contract says. */
  readonly parseItem: (item: unknown) => unknown
}

type Result = IteratorResult<unknown, undefined>
const OVER: Result = { done: true, value: undefined }

/** Credits go back in halves: the sender need not wait, and there is one credit frame for every 32 items. */
const GRANT = WINDOW / 2

/**
 * Asks for a stream and iterates what comes. Ends when the sender ends or `signal` aborts; throws what the sender
 * threw, after the items that came before it. Leaving the loop cancels, even while an item is awaited.
 * Not an async generator, because the `return` of one waits for the item that is awaited.
 */
export function readItems({ questions, name, input, signal, parseItem }: Reading): AsyncIterator<unknown> {
  const unread: unknown[] = []
  const readers: PromiseWithResolvers<Result>[] = []
  let ended = false
  let failure: { readonly error: unknown } | null = null
  let readSinceGrant = 0
  const question = questions.open('stream', hear)

  function hear(frame: AnswerFrame): void {
    if (frame[0] === 'v') return accept(frame[2])
    end(frame[0] === 'e' ? { error: new PonderError(frame[2]) } : null)
  }

  function accept(item: unknown): void {
    try {
      if (unread.length === WINDOW) throw tooMany(name)
      unread.push(parseItem(item))
    } catch (error) {
      question.cancel()
      return end({ error })
    }
    const reader = readers.shift()
    if (reader !== undefined) reader.resolve(takeUnread())
  }

  function takeUnread(): Result {
    const value = unread.shift()
    readSinceGrant += 1
    if (readSinceGrant === GRANT) {
      readSinceGrant = 0
      question.grant(GRANT)
    }
    return { done: false, value }
  }

  function end(why: typeof failure): void {
    ended = true
    failure = why
    for (const reader of readers.splice(0)) takeEnding().then(reader.resolve, reader.reject)
  }

  /** The failure is thrown once; whoever asks again is told that it is over. */
  async function takeEnding(): Promise<Result> {
    // Not before here: until the last item is read, an abort still has items to drop.
    signal?.removeEventListener('abort', stop)
    const thrown = failure
    failure = null
    if (thrown !== null) throw thrown.error
    return OVER
  }

  function stop(): void {
    question.cancel()
    unread.length = 0
    end(null)
  }

  async function next(): Promise<Result> {
    if (unread.length > 0) return takeUnread()
    if (ended) return takeEnding()
    const reader = Promise.withResolvers<Result>()
    readers.push(reader)
    return reader.promise
  }

  async function leave(): Promise<Result> {
    stop()
    return takeEnding()
  }

  if (signal?.aborted === true) ended = true
  else {
    signal?.addEventListener('abort', stop, { once: true })
    question.send(name, input)
  }
  return { next, return: leave }
}

function tooMany(name: string): PonderError {
  return new PonderError({
    code: 'bad-reply',
    message: `A part of Ponder sent more of "${name}" than was asked for.`,
    remedy: 'Restart Ponder.',
  })
}
