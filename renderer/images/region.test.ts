import { expect, test } from 'vitest'
import { boxBetween, middleOf, moved, resized } from './region.ts'

const picture = { width: 100, height: 60 }
const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height })

test.each([
  [{ x: 10, y: 10 }, { x: 30.4, y: 20.6 }, box(10, 10, 20, 11), 'whole pixels'],
  [{ x: 30, y: 20 }, { x: 10, y: 10 }, box(10, 10, 20, 10), 'drawn towards the upper left'],
  [{ x: -50, y: 30 }, { x: 500, y: 900 }, box(0, 30, 100, 30), 'drawn beyond the edges'],
  [{ x: 200, y: 200 }, { x: 200, y: 200 }, box(99, 59, 1, 1), 'a click outside'],
])('from %o to %o is %o: %s', (one, other, expected) => {
  expect(boxBetween(one, other, picture)).toEqual(expected)
})

test('by keyboard it begins in the middle, moves and grows within the picture', () => {
  expect(middleOf(picture)).toEqual(box(25, 15, 50, 30))
  expect(moved(middleOf(picture), { x: 1000, y: -1000 }, picture)).toEqual(box(50, 0, 50, 30))
  expect(resized(middleOf(picture), { x: 1000, y: 5 }, picture)).toEqual(box(25, 15, 75, 35))
  expect(resized(middleOf(picture), { x: -1000, y: 0 }, picture)).toEqual(box(25, 15, 4, 30))
})
