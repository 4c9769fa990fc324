import { expect, test } from 'vitest'
import { thinkProbability } from './own-decision.ts'

test('closing tokens with logits 4 and 2 of a total weight 1.5 leave 0.243 for thinking', () => {
  const logits = new Map([
    [10, 4],
    [32, 2],
  ])
  expect(thinkProbability(logits, [10, 32], 1.5)).toBeCloseTo(0.2431, 4)
})

test('a model that surely goes on thinking gives 1, one that surely closes gives 0', () => {
  const thinking = new Map([
    [52, 20],
    [10, -20],
  ])
  expect(thinkProbability(thinking, [10], 1)).toBeCloseTo(1, 9)
  expect(thinkProbability(new Map([[10, 20]]), [10], 1)).toBe(0)
})

test('rounding never leaves the range 0 to 1', () => {
  expect(thinkProbability(new Map([[10, 5]]), [10], 0.999)).toBe(0)
})
