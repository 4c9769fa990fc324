import type { Token } from 'node-llama-cpp'
import type { ThoughtEnd } from '../../contract/turns.ts'
import type { EnginePiece, GenerateRequest, GenerationEnd, RenderedPrompt, RenderRequest } from '../engine.ts'
import { createAnswerWriter } from '../text/answer-writer.ts'
import type { AnswerWriter, Cut } from '../text/answer-writer.ts'
import type { VisionPrompt } from '../vision/vision-engine.ts'
import type { Eyes } from './image-half.ts'

/** A thought without a budget of its own still leaves this much of the context to the answer. */
const ANSWER_RESERVE = 512

type Parts = {
  readonly eyes: Eyes
  readonly contextSize: number
  readonly answerNow: AbortSignal
}

type Ended = { readonly why: GenerationEnd | ThoughtEnd; readonly readTokens: number | null }

/**
 * One answer to a question with images, in one or two phases as in text/generate.ts: a thought that is broken off is
 * closed by us, and the answer goes on behind it without looking at the images again.
 */
export async function* answerAboutImages(
  parts: Parts,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<EnginePiece, void> {
  const emitted: EnginePiece[] = []
  let writer: AnswerWriter | null = null
  let counts = { promptTokens: 0, reusedTokens: 0, imageTokens: 0 }
  let first: number | null = null
  let last = 0
  let asked: RenderRequest = { ...request, effort: request.effort ?? null, isCut: false }

  for (;;) {
    const rendered = await parts.eyes.write(asked, signal)
    const phase = createPhase(signal, parts.answerNow, () => writer?.isThinking() ?? false)
    let ended: Ended = { why: 'stopped', readTokens: null }
    const answer = parts.eyes.vision.answer(visionRequest(parts, request, rendered), phase.signal)
    for await (const piece of answer) {
      if (piece.kind === 'reading') {
        if (writer !== null) continue
        const { promptTokens, reusedTokens, imageTokens, looking } = piece
        counts = { promptTokens, reusedTokens, imageTokens }
        writer = createWriter(parts, request, rendered, promptTokens, (each) => emitted.push(each))
        const reading = { kind: 'reading', read: 0, toRead: promptTokens - reusedTokens } as const
        yield { ...reading, reused: reusedTokens, ...(looking ? { looking } : {}) }
      } else if (piece.kind === 'answer') {
        last = performance.now()
        first ??= last
        const cut = phase.cut() === null ? (writer?.write(chunkOf(piece.text, piece.tokens)) ?? null) : null
        yield* emitted.splice(0)
        if (cut !== null) phase.stop(cut)
        // Asked for while it was looking.
        if (parts.answerNow.aborted && writer?.isThinking()) phase.stop('answer-now')
        if (phase.cut() !== null) break
      } else ended = { why: piece.why, readTokens: piece.readTokens }
    }
    phase.close()
    const cut = phase.cut()
    // What the model stopped itself is counted exactly; what we broke off is known from before only.
    if (!asked.isCut && cut === null && ended.why !== 'stopped' && ended.readTokens !== null)
      counts = { ...counts, reusedTokens: counts.promptTokens - ended.readTokens }
    const why = cut ?? (ended.why === 'complete' && writer?.isThinking() ? 'model' : ended.why)
    if (writer === null || !isThoughtEnd(why)) {
      writer?.flush()
      yield* emitted.splice(0)
      const generateMs = first === null ? 0 : last - first
      yield {
        kind: 'finished',
        why: writer === null || isThoughtEnd(why) ? 'stopped' : why,
        ...counts,
        generateMs,
      }
      return
    }
    writer.closeThought(why)
    yield* emitted.splice(0)
    const begun = { thought: writer.thought(), thoughtEnded: true, text: writer.answer() }
    asked = { ...asked, begun, isCut: true }
  }
}

/** A phase ends by itself, by the person, or because its thought or answer is long enough. */
function createPhase(signal: AbortSignal, answerNow: AbortSignal, isThinking: () => boolean) {
  const stopping = new AbortController()
  let cut: Cut | 'answer-now' | null = null
  const stop = (why: Cut | 'answer-now'): void => {
    cut ??= why
    stopping.abort()
  }
  const stopThought = (): void => {
    if (isThinking()) stop('answer-now')
  }
  answerNow.addEventListener('abort', stopThought, { once: true })
  return {
    signal: AbortSignal.any([signal, stopping.signal]),
    stop,
    cut: () => cut,
    close: () => answerNow.removeEventListener('abort', stopThought),
  }
}

type Written = RenderedPrompt & { readonly prompt: VisionPrompt }

function visionRequest({ contextSize }: Parts, request: GenerateRequest, rendered: Written) {
  const { prompt, stop, notFirst } = rendered
  const { temperature, seed } = request
  return { prompt, stop, notFirst, temperature, seed, maxTokens: contextSize }
}

function createWriter(
  { contextSize }: Parts,
  request: GenerateRequest,
  rendered: RenderedPrompt,
  promptTokens: number,
  emit: (piece: EnginePiece) => void,
): AnswerWriter {
  const room = contextSize - promptTokens
  const reserve = Math.min(request.answerLimit, ANSWER_RESERVE, Math.floor(room / 3))
  return createAnswerWriter({
    start: rendered.start,
    own: rendered.marks,
    // Here a thought is plain text with tags, which is the parser's business.
    startsThinking: false,
    thought: request.begun?.thought ?? '',
    answer: request.begun?.text ?? '',
    thoughtTokensLeft: Math.max(0, Math.min(request.thoughtBudget ?? Infinity, room - reserve)),
    answerLimit: request.answerLimit,
    detokenize: () => '',
    emit,
  })
}

/** The library tells texts and no tokens: the same text counts as the same token, which is all that loops are found by. */
function chunkOf(text: string, count: number) {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0
  const tokens = Array.from({ length: count }, () => hash as Token)
  return { type: undefined, segmentType: undefined, text, tokens }
}

function isThoughtEnd(end: GenerationEnd | ThoughtEnd): end is ThoughtEnd {
  return end === 'budget' || end === 'loop' || end === 'answer-now' || end === 'model'
}
