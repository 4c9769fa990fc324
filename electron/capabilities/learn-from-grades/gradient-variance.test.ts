import { describe, expect, test } from 'vitest'
import { compareBaselines, gradientVariance } from './gradient-variance.ts'
import { simulateSequences, type World } from './simulated-sequences.ts'

const two = [
  { gradient: [1], reward: 1, length: 1 },
  { gradient: [-1], reward: 0, length: 1 },
]

test('the worked example: a baseline of one half takes all variance away', () => {
  expect(gradientVariance(two, 0)).toBe(0.25)
  expect(gradientVariance(two, 0.5)).toBe(0)
  expect(compareBaselines(two)).toEqual({ none: 0.25, mean: 0, opo: 0, least: 0 })
})

test('nothing has no variance', () => expect(compareBaselines([])).toMatchObject({ none: 0, opo: 0 }))

describe.each([11, 12, 13])('simulated sequences (seed %i)', (seed) => {
  const worlds: readonly World[] = ['short-is-right', 'long-is-right', 'like-mathematics']
  test.each(worlds)('where %s, b* scatters at least 15 % less than the mean', (world) => {
    const { mean, opo } = compareBaselines(simulateSequences(world, 8000, seed))
    expect(opo).toBeLessThan(0.85 * mean)
  })

  test.each([...worlds, 'length-does-not-matter'] as const)(
    'where %s, b* is within 2 %% of the best constant, found by trying them',
    (world) => {
      const samples = simulateSequences(world, 8000, seed)
      const tried = Array.from({ length: 401 }, (_, at) => gradientVariance(samples, at / 200 - 0.5))
      const { opo, least } = compareBaselines(samples)
      expect(least).toBeLessThanOrEqual(Math.min(...tried) + 1e-9)
      expect(opo).toBeLessThan(1.02 * Math.min(...tried))
    },
  )
})
