import { describe, expect, test } from 'vitest'
import {
  marginAt,
  marginName,
  MOST_THOROUGH,
  nearestOnCurve,
  positionOf,
  previewWords,
} from './margin-words.ts'

describe('the slider from thrifty to thorough', () => {
  test.each([
    [0, 1.2, 'Never thinks'],
    [3, 1.05, 'Never thinks'],
    [4, 1, 'Thrifty'],
    [20, 0.2, 'Balanced'],
    [MOST_THOROUGH, 0, 'Thorough'],
  ])('position %i is the margin %d, %s', (position, margin, name) => {
    expect(marginAt(position)).toBe(margin)
    expect(positionOf(margin)).toBe(position)
    expect(marginName(margin)).toBe(name)
  })
})

describe('what another margin would have meant', () => {
  test.each([
    [
      { questions: 50, thinksNow: 0.44, thinksThen: 0.31, tokensSaved: 1900 },
      'On your last 50 questions: thinks 31 % instead of 44 %, about 1.9k tokens saved.',
    ],
    [
      { questions: 1, thinksNow: 0, thinksThen: 1, tokensSaved: -41.3 },
      'On your last question: thinks 100 % instead of 0 %, about 41 tokens more.',
    ],
    [
      { questions: 12, thinksNow: 0.5, thinksThen: 0.5, tokensSaved: 0 },
      'On your last 12 questions: thinks 50 %.',
    ],
    // Lengths are not known yet, so nothing is claimed of them.
    [
      { questions: 2, thinksNow: 1, thinksThen: 0.5, tokensSaved: 0 },
      'On your last 2 questions: thinks 50 % instead of 100 %.',
    ],
  ])('%j', (preview, words) => {
    expect(previewWords(preview)).toBe(words)
  })
})

test('the curve is read at the margin measured nearest', () => {
  const measured = { value: 0.9, low: 0.8, high: 1, n: 10 }
  const at = (margin: number) => ({ margin, accuracy: measured, tokens: measured, thinkShare: margin })
  expect(nearestOnCurve({ curve: [at(0), at(0.2), at(1)] }, 0.3)?.margin).toBe(0.2)
  expect(nearestOnCurve({ curve: [] }, 0.3)).toBeNull()
})
