import { expect, test } from 'vitest'
import { meanInterval } from './mean-interval.ts'

test('the worked example: 1, 2, 3', () => {
  const { value, low, high, n } = meanInterval([1, 2, 3])
  expect({ value, n }).toEqual({ value: 2, n: 3 })
  expect(low).toBeCloseTo(2 - 2.484, 3)
  expect(high).toBeCloseTo(2 + 2.484, 3)
})

test.each([
  ['one sample has no interval', [5], 5, 5],
  ['equal samples are certain', [4, 4, 4, 4], 4, 4],
])('%s', (_reason, samples, low, high) => {
  expect(meanInterval(samples)).toMatchObject({ low, high })
})

test('none is an error', () => expect(() => meanInterval([])).toThrow(RangeError))
