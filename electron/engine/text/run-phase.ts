import type { ThoughtEnd } from '../../contract/turns.ts'
import type { GenerateRequest, GenerationEnd } from '../engine.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { AnswerWriter } from './answer-writer.ts'
import type { OpenModel } from './open-model.ts'
import { chatHistory } from './render-prompt.ts'
import { samplingOf } from './sampling.ts'

const CONTEXT_FULL = new Error('The context is full.')

export type Phase = {
  readonly tail: Tail
  /** Of the prompt, the tail included. */
  readonly promptTokens: number
  /** A thought was broken off before: what is left to write is the answer. */
  readonly thoughtClosed: boolean
  readonly writer: AnswerWriter
  readonly signal: AbortSignal
  readonly answerNow: AbortSignal
}

/** Lets the model write until it ends or something cuts it off; the reason is the result. */
export async function runPhase(
  open: OpenModel,
  request: GenerateRequest,
  phase: Phase,
): Promise<GenerationEnd | ThoughtEnd> {
  const { writer, tail, signal } = phase
  const stopping = new AbortController()
  let cut: GenerationEnd | ThoughtEnd | null = null
  function stop(why: GenerationEnd | ThoughtEnd): void {
    cut ??= why
    stopping.abort()
  }
  const stopByPerson = (): void => stop('stopped')
  const stopThought = (): void => {
    if (writer.isThinking()) stop('answer-now')
  }

  if (signal.aborted) return 'stopped'
  if (phase.answerNow.aborted && writer.isThinking()) return 'answer-now'
  signal.addEventListener('abort', stopByPerson, { once: true })
  phase.answerNow.addEventListener('abort', stopThought, { once: true })
  try {
    const history = [
      ...chatHistory(request.messages, open.style),
      { type: 'model' as const, response: [...tail] },
    ]
    const { metadata } = await open.chat.generateResponse(history, {
      ...samplingOf(open, request, tail, phase.thoughtClosed),
      maxTokens: roomFor(open, phase.promptTokens),
      signal: stopping.signal,
      stopOnAbortSignal: true,
      contextShift: { strategy: refuseContextShift },
      onResponseChunk(chunk) {
        if (cut !== null) return
        const why = writer.write(chunk)
        if (why !== null) stop(why)
        // Asked for before this thought began.
        if (phase.answerNow.aborted) stopThought()
      },
    })
    if (cut !== null) return cut
    if (metadata.stopReason === 'maxTokens') return 'context-full'
    // A model may end its turn in the middle of a thought; it still owes an answer.
    return writer.isThinking() ? 'model' : 'complete'
  } catch (error) {
    // Before the first token llama.cpp throws the signal's reason; stopping is a normal ending all the same.
    if (cut !== null) return cut
    if (error === CONTEXT_FULL) return 'context-full'
    throw error
  } finally {
    signal.removeEventListener('abort', stopByPerson)
    phase.answerNow.removeEventListener('abort', stopThought)
  }
}

/** Most tokens that fit behind the tail; two short of the end, where llama.cpp would begin to drop old text. */
function roomFor(open: OpenModel, used: number): number {
  return Math.max(1, open.context.contextSize - used - 2)
}

/** llama.cpp would drop old text without a word; here a full context ends the answer. */
function refuseContextShift(): never {
  throw CONTEXT_FULL
}
