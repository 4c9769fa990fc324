import { expect, test } from 'vitest'
import { proportionInterval } from './proportion-interval.ts'

test('nine of ten is 0.9, between 0.596 and 0.982', () => {
  const { value, low, high, n } = proportionInterval(9, 10)
  expect(value).toBe(0.9)
  expect(low).toBeCloseTo(0.596, 3)
  expect(high).toBeCloseTo(0.982, 3)
  expect(n).toBe(10)
})

test('all of ten is not held for certain, and none of ten not for impossible', () => {
  expect(proportionInterval(10, 10).low).toBeCloseTo(0.722, 3)
  expect(proportionInterval(10, 10).high).toBe(1)
  expect(proportionInterval(0, 10).high).toBeCloseTo(0.278, 3)
})

test('with nothing counted the share may be anything', () => {
  expect(proportionInterval(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1, n: 0 })
})
