import type { LlamaChatResponseChunk, Token } from 'node-llama-cpp'
import type { EnginePiece } from '../engine.ts'
import { isLooping } from '../think-modes/loop-guard.ts'
import { createThoughtParser } from '../think-modes/thought-parser.ts'
import type { ParsedText, ParserStart } from '../think-modes/thought-parser.ts'

/** Looking for loops at every token would cost more than it finds. */
const TOKENS_BETWEEN_LOOP_CHECKS = 32

/** Why the running phase of a generation has to be broken off. */
export type Cut = 'budget' | 'loop' | 'answer-limit'

export type WriterOptions = {
  readonly start: ParserStart
  /** The prompt ends in an open thought. */
  readonly startsThinking: boolean
  /** Thought so far, from an answer that is gone on with. */
  readonly thought: string
  /** Most thought tokens still allowed. */
  readonly thoughtTokensLeft: number
  readonly answerLimit: number
  readonly detokenize: (tokens: readonly Token[]) => string
  readonly emit: (piece: EnginePiece) => void
}

export type AnswerWriter = {
  /** Takes what the model wrote; says when it has to be broken off. Ignores everything after that. */
  readonly write: (chunk: LlamaChatResponseChunk) => Cut | null
  /** The thought was closed by us: what follows is answer. */
  readonly closeThought: () => void
  /** Gives out text that was held back as the possible start of a tag. */
  readonly flush: () => void
  readonly thought: () => string
  readonly isThinking: () => boolean
}

/** Sorts what llama.cpp generates into pieces, counts, and knows when a thought or an answer is long enough. */
export function createAnswerWriter(options: WriterOptions): AnswerWriter {
  const { emit } = options
  const parser = createThoughtParser(options.start)
  const thoughtTokens: Token[] = []
  let thought = options.thought
  let isThinking = options.startsThinking
  let cut: Cut | null = null
  let answerTokens = 0
  let looped = 0
  /** Tokens whose text is still held back. */
  let uncounted = 0

  function writeThought(text: string, tokens: readonly Token[]): void {
    const left = options.thoughtTokensLeft - thoughtTokens.length
    const kept = tokens.slice(0, Math.max(0, left))
    // Several tokens may come at once when some were held back as the possible start of a tag.
    const keptText = kept.length === tokens.length ? text : options.detokenize(kept)
    thoughtTokens.push(...kept)
    thought += keptText
    if (keptText !== '' || kept.length > 0) emit({ kind: 'thought', text: keptText, tokens: kept.length })
    if (thoughtTokens.length >= options.thoughtTokensLeft) cut = 'budget'
    else if (thoughtTokens.length - looped >= TOKENS_BETWEEN_LOOP_CHECKS) {
      looped = thoughtTokens.length
      if (isLooping(thoughtTokens)) cut = 'loop'
    }
  }

  function writeParsed(parsed: readonly ParsedText[]): void {
    for (const part of parsed) {
      switch (part.kind) {
        case 'thought':
        case 'answer':
          emit({ kind: part.kind, text: part.text, tokens: uncounted })
          uncounted = 0
          break
        case 'thought-ended':
          emit({ kind: 'thought-ended', why: 'model' })
          break
        case 'answer-was-thought':
          emit(part)
          break
        default:
          part satisfies never
      }
    }
  }

  function writeAnswer(text: string, tokens: readonly Token[]): void {
    answerTokens += tokens.length
    uncounted += tokens.length
    writeParsed(parser.push(text))
    if (answerTokens >= options.answerLimit) cut = 'answer-limit'
  }

  return {
    write(chunk) {
      if (cut !== null) return cut
      if (chunk.type === undefined) {
        writeAnswer(chunk.text, chunk.tokens)
        return cut
      }
      isThinking = true
      writeThought(chunk.text, chunk.tokens)
      if (chunk.segmentEndTime !== undefined && cut !== 'loop') {
        isThinking = false
        cut = null
        emit({ kind: 'thought-ended', why: 'model' })
      }
      return cut
    },
    closeThought() {
      isThinking = false
      cut = null
    },
    flush: () => writeParsed(parser.end()),
    thought: () => thought,
    isThinking: () => isThinking,
  }
}
