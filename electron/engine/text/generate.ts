import type { ThoughtEnd } from '../../contract/turns.ts'
import type { EnginePiece, GenerateRequest, GenerationEnd } from '../engine.ts'
import { forbid } from '../think-modes/closing-tokens.ts'
import { closedThought, tailFor } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { ParserStart } from '../think-modes/thought-parser.ts'
import { createAnswerWriter } from './answer-writer.ts'
import type { AnswerWriter } from './answer-writer.ts'
import type { OpenModel } from './open-model.ts'
import { createPieceQueue } from './piece-queue.ts'
import { readPrompt } from './read-prompt.ts'
import { chatHistory, refuseIfTooLong, renderPrompt } from './render-prompt.ts'

/** A thought without a budget of its own still leaves this much of the context to the answer. */
const ANSWER_RESERVE = 512

const CONTEXT_FULL = new Error('The context is full.')

/**
 * One answer, in one or more phases: the model writes until it ends by itself or is broken off. A thought that is broken
 * off (budget, loop, "answer now") is closed by us and the next phase goes on behind it, from the same KV cache.
 */
export async function* generate(
  open: OpenModel,
  request: GenerateRequest,
  signal: AbortSignal,
  answerNow: AbortSignal,
): AsyncGenerator<EnginePiece, void> {
  let tail = tailFor(request.mode, request.begun, open.style)
  const prompt = renderPrompt(open, request.messages, tail)
  const promptTokens = prompt.length
  refuseIfTooLong(promptTokens, open.context.contextSize)

  let reusedTokens = 0
  for await (const reading of readPrompt(open.sequence, prompt, promptTokens - 1, signal)) {
    reusedTokens = reading.reused
    yield reading
  }

  const queue = createPieceQueue<EnginePiece>()
  const clock = fromFirstPiece()
  const writer = createWriter(open, request, tail, promptTokens, (piece) => {
    clock.tick()
    queue.push(piece)
  })
  const abandoned = new AbortController()
  const stop = AbortSignal.any([signal, abandoned.signal])
  async function writeAll(): Promise<GenerationEnd> {
    for (;;) {
      const end = await runPhase(open, request, { tail, writer, signal: stop, answerNow })
      if (!isThoughtEnd(end)) return end
      queue.push({ kind: 'thought-ended', why: end })
      tail = [closedThought(writer.thought(), open.style)]
      writer.closeThought()
    }
  }
  const written = writeAll().finally(() => writer.flush())
  void written.then(queue.end, queue.fail)
  try {
    yield* queue
    const why = await written
    yield { kind: 'finished', why, promptTokens, reusedTokens, generateMs: clock.elapsed() }
  } finally {
    // A reader that leaves early must not leave a model behind that goes on writing.
    abandoned.abort()
    await Promise.allSettled([written])
  }
}

/** Milliseconds between the first piece and the last: what tokens per second are counted over. */
function fromFirstPiece() {
  let first: number | null = null
  let last = 0
  return {
    tick: () => {
      last = performance.now()
      first ??= last
    },
    elapsed: () => (first === null ? 0 : last - first),
  }
}

function createWriter(
  open: OpenModel,
  request: GenerateRequest,
  tail: Tail,
  promptTokens: number,
  emit: (piece: EnginePiece) => void,
): AnswerWriter {
  const thought = request.begun?.thought ?? ''
  const room = open.context.contextSize - promptTokens
  const reserve = Math.min(request.answerLimit, ANSWER_RESERVE, Math.floor(room / 3))
  const asked = (request.thoughtBudget ?? Infinity) - open.model.tokenize(thought).length
  return createAnswerWriter({
    start: parserStart(request, tail),
    thought,
    thoughtTokensLeft: Math.max(0, Math.min(asked, room - reserve)),
    answerLimit: request.answerLimit,
    detokenize: (tokens) => open.model.detokenize(tokens),
    emit,
  })
}

function parserStart(request: GenerateRequest, tail: Tail): ParserStart {
  return tail.some((part) => typeof part === 'string') && request.begun !== null && request.begun.text !== ''
    ? 'answer-begun'
    : 'answer'
}

type Phase = {
  readonly tail: Tail
  readonly writer: AnswerWriter
  readonly signal: AbortSignal
  readonly answerNow: AbortSignal
}

/** Lets the model write until it ends or something cuts it off; the reason is the result. */
async function runPhase(
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
    if (opensThought(tail) || writer.isThinking()) stop('answer-now')
  }

  if (signal.aborted) return 'stopped'
  if (phase.answerNow.aborted && opensThought(tail)) return 'answer-now'
  signal.addEventListener('abort', stopByPerson, { once: true })
  phase.answerNow.addEventListener('abort', stopThought, { once: true })
  try {
    const history = [
      ...chatHistory(request.messages, open.style),
      { type: 'model' as const, response: [...tail] },
    ]
    const { metadata } = await open.chat.generateResponse(history, {
      ...samplingOf(open, request, tail),
      maxTokens: roomFor(open, request, tail),
      signal: stopping.signal,
      stopOnAbortSignal: true,
      contextShift: { strategy: refuseContextShift },
      onResponseChunk(chunk) {
        if (cut !== null) return
        const why = writer.write(chunk)
        if (why !== null) stop(why)
      },
    })
    return cut ?? (metadata.stopReason === 'maxTokens' ? 'context-full' : 'complete')
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

function samplingOf(open: OpenModel, request: GenerateRequest, tail: Tail) {
  const first = firstTokenBias(open, request, tail)
  return {
    temperature: request.temperature,
    seed: request.seed,
    // The default would punish the digits of every sum.
    repeatPenalty: false,
    ...(first === null ? {} : { tokenBias: first }),
  } as const
}

/**
 * A thought that the prompt opened can still be closed by the model at once, and one that the prompt closed can be
 * opened again. Forbidding the tokens for that as the very first keeps the mode the person chose.
 */
function firstTokenBias(open: OpenModel, request: GenerateRequest, tail: Tail) {
  const forbidden = forbiddenFirst(open, request, tail)
  if (forbidden.length === 0) return null
  const first = forbid(open.model, forbidden)
  const later = forbid(open.model, [])
  let calls = 0
  // llama.cpp asks once for every token it samples.
  return () => (calls++ === 0 ? first : later)
}

function forbiddenFirst(open: OpenModel, request: GenerateRequest, tail: Tail) {
  if (open.style.kind === 'none') return []
  const last = tail.at(-1)
  if (opensThought(tail) && typeof last === 'object' && 'text' in last && last.text === '')
    return open.closers
  if (request.mode !== 'quick' || request.begun !== null) return []
  const opening = open.style.open.tokenize(open.model.tokenizer)[0]
  return opening === undefined ? [] : [opening]
}

function opensThought(tail: Tail): boolean {
  const last = tail.at(-1)
  return typeof last === 'object' && last.type === 'segment' && !last.ended
}

/** Most tokens that fit behind the tail; two short of the end, where llama.cpp would begin to drop old text. */
function roomFor(open: OpenModel, request: GenerateRequest, tail: Tail): number {
  const used = renderPrompt(open, request.messages, tail).length
  return Math.max(1, open.context.contextSize - used - 2)
}

/** llama.cpp would drop old text without a word; here a full context ends the answer. */
function refuseContextShift(): never {
  throw CONTEXT_FULL
}

function isThoughtEnd(end: GenerationEnd | ThoughtEnd): end is ThoughtEnd {
  return end === 'budget' || end === 'loop' || end === 'answer-now' || end === 'model'
}
