import { expect, test } from 'vitest'
import { fitScale, inFrame, pixelAt, wholeView, zoomed } from './zoom.ts'

const picture = { width: 1000, height: 500 }
const frame = { width: 500, height: 500 }

test('a picture is shown whole, and a small one as it is', () => {
  expect(fitScale(picture, frame)).toBe(0.5)
  expect(fitScale({ width: 40, height: 30 }, frame)).toBe(1)
})

test('what is under the pointer stays there', () => {
  const at = { x: 100, y: -50 }
  const before = pixelAt(at, wholeView, picture, frame)
  const nearer = zoomed(wholeView, 2, at)
  expect(nearer).toEqual({ zoom: 2, x: -100, y: 50 })
  expect(pixelAt(at, nearer, picture, frame)).toEqual(before)
})

test('goes no nearer than sixteen times and no farther than all of it', () => {
  expect(zoomed(wholeView, 100).zoom).toBe(16)
  expect(zoomed(wholeView, 0.1).zoom).toBe(1)
})

test('is moved no further than it reaches', () => {
  expect(inFrame({ zoom: 2, x: 900, y: -900 }, picture, frame)).toEqual({ zoom: 2, x: 250, y: -0 })
  expect(inFrame({ zoom: 4, x: -900, y: 10 }, picture, frame)).toEqual({ zoom: 4, x: -750, y: 10 })
})
