import { expect, test } from 'vitest'
import { oneOf, seededRandom, shuffled } from './seeded-random.ts'

test('the same seed gives the same numbers, another one others', () => {
  const take = (seed: number) => Array.from({ length: 5 }, seededRandom(seed))
  expect(take(7)).toEqual(take(7))
  expect(take(7)).not.toEqual(take(8))
})

test('ten thousand numbers fill ten boxes evenly', () => {
  const random = seededRandom(1)
  const boxes = Array.from({ length: 10 }, () => 0)
  for (let at = 0; at < 10_000; at += 1) {
    const box = Math.floor(random() * 10)
    boxes[box] = (boxes[box] ?? 0) + 1
  }
  for (const count of boxes) expect(Math.abs(count - 1000)).toBeLessThan(120)
})

test('shuffling keeps every value', () => {
  expect(shuffled([1, 2, 3, 4, 5], seededRandom(3)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
})

test('one of none is an error', () => expect(() => oneOf([], seededRandom(1))).toThrow(RangeError))
