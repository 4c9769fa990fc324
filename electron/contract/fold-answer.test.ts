import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerLike } from './fixtures/answer-like.ts'
import { foldAnswer } from './fold-answer.ts'
import type { Answer } from './turns.ts'
import type { ConversationUpdate } from './updates.ts'

const empty = answerLike({ id: 'a', status: 'running' })
const fold = (...updates: ConversationUpdate[]) => updates.reduce(foldAnswer, empty)

describe('foldAnswer', () => {
  test('gathers thought and answer apart', () => {
    const folded = fold(
      { kind: 'thought', answerId: 'a', text: '4 + 5', tokens: 3, ms: 10 },
      { kind: 'thought', answerId: 'a', text: ' = 9', tokens: 5, ms: 20 },
      { kind: 'thought-ended', answerId: 'a', why: 'model', ms: 21 },
      { kind: 'answer', answerId: 'a', text: '9', tokens: 1 },
    )
    expect(folded).toMatchObject({ thought: '4 + 5 = 9', text: '9', thoughtEnd: 'model' })
    expect(folded.tokens).toMatchObject({ thought: 5, answer: 1 })
  })

  test('moves everything written so far into the thought when a closing tag comes late', () => {
    const folded = fold(
      { kind: 'answer', answerId: 'a', text: 'let me see', tokens: 3 },
      { kind: 'answer-was-thought', answerId: 'a' },
      { kind: 'answer', answerId: 'a', text: 'Yes.', tokens: 2 },
    )
    expect(folded).toMatchObject({ thought: 'let me see', text: 'Yes.', thoughtEnd: 'model' })
    expect(folded.tokens).toMatchObject({ thought: 3, answer: 2 })
  })

  test('takes the prompt size from what is read and what was already there', () => {
    const folded = fold({ kind: 'reading', answerId: 'a', read: 8, toRead: 12, reused: 700 })
    expect(folded.tokens).toMatchObject({ prompt: 712, reused: 700 })
  })

  test('takes a thumb and gives it back', () => {
    expect(fold({ kind: 'thumb', answerId: 'a', thumb: 'up' })).toEqual({ ...empty, thumb: 'up' })
    expect(
      fold({ kind: 'thumb', answerId: 'a', thumb: 'up' }, { kind: 'thumb', answerId: 'a', thumb: null }),
    ).toEqual(empty)
  })

  test('leaves the answer alone when an update is about another one', () => {
    expect(fold({ kind: 'answer', answerId: 'b', text: 'no', tokens: 1 })).toBe(empty)
    expect(fold({ kind: 'deleted' })).toBe(empty)
  })

  test('ends as the answer was stored', () => {
    const stored: Answer = { ...empty, text: 'Paris.', status: 'complete' }
    expect(
      fold({ kind: 'answer', answerId: 'a', text: 'Par', tokens: 1 }, { kind: 'done', answer: stored }),
    ).toBe(stored)
  })

  test('any cutting of the text into pieces folds to the same text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const folded = pieces
          .map((text, index) => ({ kind: 'answer' as const, answerId: 'a', text, tokens: index + 1 }))
          .reduce(foldAnswer, empty)
        expect(folded.text).toBe(pieces.join(''))
      }),
    )
  })
})
