import type { LlamaChatResponseChunk, Token } from 'node-llama-cpp'
import { describe, expect, test } from 'vitest'
import type { EnginePiece } from '../engine.ts'
import { createAnswerWriter } from './answer-writer.ts'
import type { WriterOptions } from './answer-writer.ts'

/** Tokens are the character codes of their text. */
const tokensOf = (text: string): Token[] => Array.from(text, (character) => character.codePointAt(0) as Token)
const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => String.fromCodePoint(token)).join('')

function answerChunk(text: string): LlamaChatResponseChunk {
  return { type: undefined, segmentType: undefined, text, tokens: tokensOf(text) }
}
function thoughtChunk(text: string, ended = false): LlamaChatResponseChunk {
  const end = ended ? { segmentEndTime: new Date(0) } : {}
  return { type: 'segment', segmentType: 'thought', text, tokens: tokensOf(text), ...end }
}

function createWriter(changes: Partial<WriterOptions> = {}) {
  const pieces: EnginePiece[] = []
  const writer = createAnswerWriter({
    start: 'answer',
    own: { marks: null, answerMarks: null },
    startsThinking: false,
    thought: '',
    answer: '',
    thoughtTokensLeft: Infinity,
    answerLimit: 1000,
    detokenize: textOf,
    emit: (piece) => void pieces.push(piece),
    ...changes,
  })
  return { writer, pieces }
}

test('white space at both ends of a thought is dropped, within it kept, and kept where the thought is stopped', () => {
  const { writer, pieces } = createWriter({ startsThinking: true })
  for (const text of ['\n', ' a', '\n', '\nb', '\n']) writer.write(thoughtChunk(text))
  writer.write(thoughtChunk('', true))
  expect(writer.thought()).toBe('a\n\nb')
  expect(pieces.map((piece) => (piece.kind === 'thought' ? piece.tokens : 0))).toEqual([1, 2, 1, 2, 1, 0])

  const stopped = createWriter({ startsThinking: true }).writer
  for (const text of ['a', '\n']) stopped.write(thoughtChunk(text))
  stopped.flush()
  expect(stopped.thought()).toBe('a\n')
})

describe('what the model writes', () => {
  test('becomes thought, its end, and an answer without the white space before it', () => {
    const { writer, pieces } = createWriter({ startsThinking: true })
    for (const chunk of [
      thoughtChunk('hm'),
      thoughtChunk('', true),
      answerChunk('\n\n'),
      answerChunk('132'),
    ]) {
      expect(writer.write(chunk)).toBeNull()
    }
    expect(pieces).toEqual([
      { kind: 'thought', text: 'hm', tokens: 2 },
      { kind: 'thought-ended', why: 'model' },
      // The tokens of the dropped white space are counted with the text they belong to.
      { kind: 'answer', text: '132', tokens: 5 },
    ])
    expect(writer.isThinking()).toBe(false)
  })

  test('takes an answer back when a closing tag shows that it was thought', () => {
    const { writer, pieces } = createWriter()
    for (const text of ['hm, 12 ', '</thi', 'nk>', '\n', '132']) writer.write(answerChunk(text))
    expect(pieces.map((piece) => piece.kind)).toEqual(['answer', 'answer-was-thought', 'answer'])
    expect(pieces.at(-1)).toMatchObject({ text: '132' })
  })

  test('gives out at its end what was held back as the start of a tag', () => {
    const { writer, pieces } = createWriter()
    writer.write(answerChunk('a <thin'))
    writer.flush()
    expect(pieces.map((piece) => ('text' in piece ? piece.text : ''))).toEqual(['a ', '<thin'])
  })
})

describe('limits', () => {
  test('a thought is cut at its last allowed token even when several come at once', () => {
    const { writer, pieces } = createWriter({ startsThinking: true, thoughtTokensLeft: 5 })
    expect(writer.write(thoughtChunk('abc'))).toBeNull()
    expect(writer.write(thoughtChunk('defg'))).toBe('budget')
    expect(writer.write(thoughtChunk('h'))).toBe('budget')
    expect(pieces.at(-1)).toEqual({ kind: 'thought', text: 'de', tokens: 2 })
    expect(writer.thought()).toBe('abcde')
  })

  test('a thought that ends by itself with its last allowed token was not cut', () => {
    const { writer, pieces } = createWriter({ startsThinking: true, thoughtTokensLeft: 3 })
    expect(writer.write(thoughtChunk('abc', true))).toBeNull()
    expect(pieces.at(-1)).toEqual({ kind: 'thought-ended', why: 'model' })
  })

  test('a thought that repeats itself is cut as a loop', () => {
    const { writer } = createWriter({ startsThinking: true })
    const cuts = Array.from({ length: 100 }, () => writer.write(thoughtChunk('wait, ')))
    expect(cuts.indexOf('loop')).toBeGreaterThan(240 / 6 - 2)
    expect(cuts.indexOf('loop')).toBeLessThan((240 + 64) / 6)
  })

  test('after a cut the answer goes on where the thought was closed', () => {
    const { writer, pieces } = createWriter({ startsThinking: true, thoughtTokensLeft: 1 })
    expect(writer.write(thoughtChunk('a'))).toBe('budget')
    writer.closeThought('budget')
    expect(writer.write(answerChunk('b'))).toBeNull()
    expect(pieces.at(-1)).toEqual({ kind: 'answer', text: 'b', tokens: 1 })
  })

  test('an answer is cut at its limit', () => {
    const { writer } = createWriter({ answerLimit: 3 })
    expect([writer.write(answerChunk('ab')), writer.write(answerChunk('c'))]).toEqual([null, 'answer-limit'])
  })

  test('blanks without end are cut as well', () => {
    const { writer } = createWriter({ answerLimit: 3 })
    expect([writer.write(answerChunk('\n\n')), writer.write(answerChunk('\n'))]).toEqual([
      null,
      'answer-limit',
    ])
  })
})

describe('a thought in plain text', () => {
  test('is a thought while it lasts, and is cut by its budget', () => {
    const { writer, pieces } = createWriter({ thoughtTokensLeft: 12 })
    expect(writer.write(answerChunk('<think>'))).toBeNull()
    expect(writer.isThinking()).toBe(true)
    expect(writer.write(answerChunk('abc'))).toBeNull()
    expect(writer.write(answerChunk('def'))).toBe('budget')
    expect(pieces.at(-1)).toEqual({ kind: 'thought', text: 'def', tokens: 3 })
  })

  test('that repeats itself is cut as a loop', () => {
    const { writer } = createWriter()
    writer.write(answerChunk('<think>'))
    const cuts = Array.from({ length: 100 }, () => writer.write(answerChunk('wait, ')))
    expect(cuts).toContain('loop')
  })

  test('that ends by itself leaves the answer its limit', () => {
    const { writer } = createWriter({ answerLimit: 4 })
    writer.write(answerChunk('<think>'))
    expect(writer.write(answerChunk('long enough'))).toBeNull()
    expect(writer.write(answerChunk('</think>'))).toBe('answer-limit')
  })
})

describe('after a thought was broken off', () => {
  test('nothing is a thought again, however the model marks it', () => {
    const { writer, pieces } = createWriter({ startsThinking: true, thoughtTokensLeft: 1 })
    writer.write(thoughtChunk('a'))
    writer.closeThought('budget')
    for (const chunk of [answerChunk('b<think>c'), thoughtChunk('d'), answerChunk('<thinking>e')]) {
      expect(writer.write(chunk)).toBeNull()
      expect(writer.isThinking()).toBe(false)
    }
    expect([writer.thought(), writer.answer()]).toEqual(['a', 'bcde'])
    expect(pieces.filter((piece) => piece.kind === 'thought-ended')).toHaveLength(1)
  })

  test('the answer written before it is known, and nothing held back of it is lost', () => {
    const { writer, pieces } = createWriter({ thoughtTokensLeft: 1 })
    writer.write(answerChunk('Well <'))
    expect(writer.write(thoughtChunk('a'))).toBe('budget')
    writer.closeThought('budget')
    expect(writer.answer()).toBe('Well <')
    expect(pieces.at(-1)).toEqual({ kind: 'thought-ended', why: 'budget' })
  })
})
