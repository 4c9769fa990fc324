import { expect, test } from 'vitest'
import { compareScores } from './compare-scores.ts'

test('the example: 0.8 against 0.5 is for the first with 0.8', () => {
  const { pFirst, judgements } = compareScores(0.8, 0.5)
  expect(pFirst).toBeCloseTo(0.8)
  expect(judgements).toMatchObject([{ vote: 'first', text: 'Scores: 0.800 against 0.500.' }])
})

test('swapping the two swaps the result, equal scores decide nothing, and the ends stay finite', () => {
  expect(compareScores(0.5, 0.8).pFirst).toBeCloseTo(0.2)
  expect(compareScores(0.3, 0.3)).toMatchObject({ pFirst: 0.5, abstained: 1, judgements: [{ vote: null }] })
  expect(compareScores(1, 0).pFirst).toBeGreaterThan(0.999)
  expect(compareScores(0, 0).pFirst).toBe(0.5)
})
