import type { Token } from 'node-llama-cpp'
import type { ThoughtEnd } from '../../contract/turns.ts'
import type { EnginePiece, GenerateRequest, GenerationEnd } from '../engine.ts'
import { askedForSteps } from '../think-modes/step-by-step.ts'
import { cutTail, opensThought, tailFor } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { ParserStart } from '../think-modes/thought-parser.ts'
import { createAnswerWriter } from './answer-writer.ts'
import type { AnswerWriter } from './answer-writer.ts'
import type { OpenModel } from './open-model.ts'
import { createPieceQueue } from './piece-queue.ts'
import { readPrompt } from './read-prompt.ts'
import { refuseIfTooLong, renderPrompt } from './render-prompt.ts'
import { runPhase } from './run-phase.ts'
import { tokenConfidence } from './token-confidence.ts'

/** A thought without a budget of its own still leaves this much of the context to the answer. */
const ANSWER_RESERVE = 512
/** So few tokens are read in the step that makes the first new one: the tail behind a decision costs no step of its own. */
const READ_WITH_FIRST = 8

/**
 * One answer, in one or more phases: the model writes until it ends by itself or is broken off. A thought that is broken
 * off (budget, loop, "answer now") is closed by us and the next phase goes on behind it, from the same KV cache.
 */
export async function* generate(
  open: OpenModel,
  asked: GenerateRequest,
  signal: AbortSignal,
  answerNow: AbortSignal,
  /** The prompt in tokens, where it was rendered already. */
  rendered?: Token[],
): AsyncGenerator<EnginePiece, void> {
  const request = { ...asked, messages: askedForSteps(asked.messages, asked.mode, open.style) }
  let tail = tailFor(request.mode, request.begun, open.style)
  const prompt = rendered ?? renderPrompt(open, request.messages, tail)
  const promptTokens = prompt.length
  refuseIfTooLong(promptTokens, open.context.contextSize)

  let reusedTokens = 0
  const how = { leaves: READ_WITH_FIRST, inShort: asked.lane === 'background' }
  for await (const reading of readPrompt(open.sequence, prompt, how, signal)) {
    reusedTokens = reading.reused
    yield reading
  }

  const queue = createPieceQueue<EnginePiece>()
  const clock = fromFirstPiece()
  const writer = createWriter(open, request, tail, promptTokens, (piece) => {
    if (piece.kind !== 'thought-ended') clock.tick()
    queue.push(piece)
  })
  const abandoned = new AbortController()
  const stop = AbortSignal.any([signal, abandoned.signal])
  async function writeAll(): Promise<GenerationEnd> {
    // Two phases at most: a writer whose thought was closed knows of no other.
    let used = promptTokens
    for (let thoughtClosed = false; ;) {
      const phase = { tail, promptTokens: used, thoughtClosed, writer, signal: stop, answerNow }
      const end = await runPhase(open, request, phase)
      if (!isThoughtEnd(end)) return end
      writer.closeThought(end)
      thoughtClosed = true
      tail = cutTail(writer.thought(), writer.answer(), open.style)
      used = renderPrompt(open, request.messages, tail).length
    }
  }
  const confidence =
    asked.tellsConfidence === true && asked.mode === 'quick' ? tokenConfidence(open.sequence) : null
  confidence?.begin()
  const written = writeAll().finally(() => writer.flush())
  void written.then(queue.end, queue.fail)
  try {
    yield* queue
    const why = await written
    const generateMs = clock.elapsed()
    yield { kind: 'finished', why, promptTokens, reusedTokens, generateMs, confidence: confidence?.end() }
  } finally {
    // A reader that leaves early must not leave a model behind that goes on writing.
    abandoned.abort()
    await Promise.allSettled([written])
    confidence?.end()
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
    own: open.style.kind === 'none' ? { marks: null, answerMarks: null } : open.style,
    startsThinking: opensThought(tail),
    thought,
    answer: request.begun?.text ?? '',
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

function isThoughtEnd(end: GenerationEnd | ThoughtEnd): end is ThoughtEnd {
  return end === 'budget' || end === 'loop' || end === 'answer-now' || end === 'model'
}
