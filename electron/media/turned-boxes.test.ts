import { expect, test } from 'vitest'
import { boxInside, hangBox, turnBoxBack } from './turned-boxes.ts'

test('a box of a straightened picture is found where the picture hangs', () => {
  const box = { left: 82, top: 84, width: 121, height: 33 }
  const hung = hangBox(box, { width: 1035, height: 751 }, -0.0522)
  expect(hung.left).toBeCloseTo(96, -0.5)
  expect(hung.top).toBeCloseTo(62, -0.5)
  expect(hangBox(box, { width: 1035, height: 751 }, 0)).toBe(box)
})

test('a box of a turned picture is found in the picture as it was', () => {
  const whole = { width: 100, height: 50 }
  expect(turnBoxBack({ left: 40, top: 0, width: 10, height: 20 }, 90, whole)).toEqual({
    left: 0,
    top: 0,
    width: 20,
    height: 10,
  })
  const corner = { left: 0, top: 0, width: 4, height: 2 }
  expect(turnBoxBack(corner, 0, whole)).toEqual(corner)
  expect(turnBoxBack(corner, 180, whole)).toEqual({ left: 96, top: 48, width: 4, height: 2 })
  expect(turnBoxBack(corner, 270, whole)).toEqual({ left: 98, top: 0, width: 2, height: 4 })
})

test('a box is kept inside the picture', () => {
  const size = { width: 10, height: 10 }
  expect(boxInside({ left: -3, top: 8, width: 5, height: 5 }, size)).toEqual({
    left: 0,
    top: 8,
    width: 2,
    height: 2,
  })
  expect(boxInside({ left: 20, top: 20, width: 5, height: 5 }, size)).toEqual({
    left: 9,
    top: 9,
    width: 1,
    height: 1,
  })
})
