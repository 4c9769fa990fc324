import { expect, test } from 'vitest'
import { wordShape } from './word-shape.ts'

const upright = { left: 10, top: 20, width: 100, height: 30 }
const sideways = { left: 10, top: 20, width: 30, height: 100 }

test.each([
  [upright, 0, { x: 10, y: 44, size: 30, length: 100, turn: 0 }],
  [sideways, 90, { x: 34, y: 120, size: 30, length: 100, turn: -90 }],
  [upright, 180, { x: 110, y: 26, size: 30, length: 100, turn: 180 }],
  [sideways, 270, { x: 16, y: 20, size: 30, length: 100, turn: 90 }],
] as const)('a word at %o in a picture turned by %i is written as %o', (box, turned, shape) => {
  const { x, y, ...rest } = wordShape(box, turned)
  expect({ x: Math.round(x), y: Math.round(y), ...rest }).toEqual(shape)
})
