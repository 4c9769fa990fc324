import { expect, test } from 'vitest'
import { scoreAnswer, type Compared } from './score-answer.ts'

const won: Compared = { pWin: 1, isConsistent: true }
const lost: Compared = { pWin: 0, isConsistent: true }
const split: Compared = { pWin: 0.5, isConsistent: false }
const same: Compared = { pWin: 1, isConsistent: null }

test('not beaten in four of four is 4.0 ± 1.0 (the worked example)', () => {
  const { score, low, high, isUnsure, consistency } = scoreAnswer([won, won, won, won])
  expect([score, low, high].map((each) => each.toFixed(1))).toEqual(['4.0', '3.0', '5.0'])
  expect({ isUnsure, consistency }).toEqual({ isUnsure: false, consistency: 1 })
})

test('beaten in four of four is as far below the middle', () => {
  expect(scoreAnswer([lost, lost, lost, lost]).score).toBeCloseTo(
    6 - scoreAnswer([won, won, won, won]).score,
    10,
  )
})

test.each([
  ['a judge that contradicts itself is unsure', [split, split, won, won], true],
  ['half won and half lost says nothing', [won, won, lost, lost], true],
  ['rivals that say the same are not judged, and nothing against it', [same, same, same, won], false],
  ['nothing compared', [], true],
] as const)('%s', (_reason, compared, isUnsure) => {
  expect(scoreAnswer(compared).isUnsure).toBe(isUnsure)
})

test('more rivals make it surer', () => {
  const few = scoreAnswer([won, won])
  const many = scoreAnswer(Array.from({ length: 20 }, () => won))
  expect(many.high - many.low).toBeLessThan(few.high - few.low)
  expect(many.score).toBeGreaterThan(few.score)
  expect(many.confidence).toBeGreaterThan(few.confidence)
  expect(few.confidence).toBeGreaterThan(0.5)
})
