import type { LlamaChatResponseChunk, Token } from 'node-llama-cpp'
import type { ThoughtEnd } from '../../contract/turns.ts'
import type { EnginePiece } from '../engine.ts'
import { isLooping } from '../think-modes/loop-guard.ts'
import { createThoughtParser } from '../think-modes/thought-parser.ts'
import type { OwnMarks, ParsedText, ParserStart } from '../think-modes/thought-parser.ts'

/** Looking for loops at every token would cost more than it finds. */
const TOKENS_BETWEEN_LOOP_CHECKS = 32

/** Why the running phase of a generation has to be broken off. */
export type Cut = 'budget' | 'loop' | 'answer-limit'

export type WriterOptions = {
  readonly start: ParserStart
  /** What the model's template writes around thoughts and answers. */
  readonly own: OwnMarks
  /** The prompt ends in an open thought. */
  readonly startsThinking: boolean
  /** Thought so far, from an answer that is gone on with. */
  readonly thought: string
  /** Answer so far, likewise. */
  readonly answer: string
  /** Most thought tokens still allowed. */
  readonly thoughtTokensLeft: number
  readonly answerLimit: number
  readonly detokenize: (tokens: readonly Token[]) => string
  readonly emit: (piece: EnginePiece) => void
}

export type AnswerWriter = {
  /** Takes what the model wrote; says when it has to be broken off. Ignores everything after that. */
  readonly write: (chunk: LlamaChatResponseChunk) => Cut | null
  /** The thought was closed by us: all that follows is answer, however the model marks it. So it happens only once. */
  readonly closeThought: (why: ThoughtEnd) => void
  /** Gives out text that was held back as the possible start of a tag. */
  readonly flush: () => void
  readonly thought: () => string
  readonly answer: () => string
  readonly isThinking: () => boolean
}

/** Sorts what llama.cpp generates into pieces, counts, and knows when a thought or an answer is long enough. */
export function createAnswerWriter(options: WriterOptions): AnswerWriter {
  const { emit } = options
  const parser = createThoughtParser(options.start, options.own)
  const thoughtTokens: Token[] = []
  let thought = options.thought
  let answer = options.answer
  /** In a thought that llama.cpp knows of; one in plain text is the parser's. */
  let inSegment = options.startsThinking
  let closed = false
  let cut: Cut | null = null
  let answerTokens = 0
  let looped = 0
  /** White space at the end of a thought so far. */
  let blank = ''
  /** Tokens whose text is still held back. */
  let uncounted: Token[] = []

  function writeThought(text: string, tokens: readonly Token[]): void {
    const left = options.thoughtTokensLeft - thoughtTokens.length
    const kept = tokens.slice(0, Math.max(0, left))
    // Several tokens may come at once when some were held back as the possible start of a tag.
    const keptText = kept.length === tokens.length ? text : options.detokenize(kept)
    // Line breaks behind the opening mark and before the closing one are no part of the thought.
    const whole = thought === '' ? keptText.trimStart() : blank + keptText
    const shown = whole.trimEnd()
    blank = whole.slice(shown.length)
    addThought(shown, kept)
  }

  function addThought(text: string, tokens: readonly Token[]): void {
    thoughtTokens.push(...tokens)
    thought += text
    if (text !== '' || tokens.length > 0) emit({ kind: 'thought', text, tokens: tokens.length })
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
          addThought(part.text, takeUncounted())
          break
        case 'answer':
          addAnswer(part.text)
          break
        case 'thought-ended':
          if (cut !== 'loop') cut = null
          emit({ kind: 'thought-ended', why: 'model' })
          break
        case 'answer-was-thought':
          thought += answer
          answer = ''
          emit(part)
          break
        default:
          part satisfies never
      }
    }
  }

  function addAnswer(text: string): void {
    const tokens = takeUncounted().length
    answer += text
    answerTokens += tokens
    emit({ kind: 'answer', text, tokens })
  }

  function takeUncounted(): readonly Token[] {
    const taken = uncounted
    uncounted = []
    return taken
  }

  function writeText(text: string, tokens: readonly Token[]): void {
    uncounted.push(...tokens)
    writeParsed(parser.push(text))
    // What is held back counts too: a model that writes nothing but blanks must come to an end.
    if (parser.inThought()) {
      if (thoughtTokens.length + uncounted.length >= options.thoughtTokensLeft) cut ??= 'budget'
    } else if (answerTokens + uncounted.length >= options.answerLimit) cut = 'answer-limit'
  }

  return {
    write(chunk) {
      if (cut !== null) return cut
      if (chunk.type === undefined || closed) {
        writeText(chunk.text, chunk.tokens)
        return cut
      }
      inSegment = true
      writeThought(chunk.text, chunk.tokens)
      if (chunk.segmentEndTime !== undefined && cut !== 'loop') {
        inSegment = false
        blank = ''
        cut = null
        emit({ kind: 'thought-ended', why: 'model' })
      }
      return cut
    },
    closeThought(why) {
      inSegment = false
      blank = ''
      closed = true
      cut = null
      writeParsed(parser.close())
      uncounted = []
      emit({ kind: 'thought-ended', why })
    },
    flush() {
      // A thought that was stopped is gone on with exactly where it was.
      if (inSegment && blank !== '') addThought(blank, [])
      writeParsed(parser.end())
    },
    thought: () => thought,
    answer: () => answer,
    isThinking: () => inSegment || parser.inThought(),
  }
}
