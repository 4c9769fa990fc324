import { expect, test } from 'vitest'
import { createSpeedometer } from './measure-speed.ts'

test('2000 bytes in a second of 6000 leave two seconds', () => {
  const speedometer = createSpeedometer()
  expect(speedometer.tell(0, 0, 6000)).toEqual({ bytesPerSecond: null, msLeft: null })
  expect(speedometer.tell(2000, 1000, 6000)).toEqual({ bytesPerSecond: 2000, msLeft: 2000 })
})

test('follows the last five seconds, not the whole time', () => {
  const speedometer = createSpeedometer()
  for (let second = 0; second <= 20; second += 1) speedometer.tell(second * 1000, second * 1000, 1e6)
  let bytes = 20_000
  for (let second = 21; second <= 26; second += 1) speedometer.tell((bytes += 100), second * 1000, 1e6)
  expect(speedometer.tell(bytes, 26_500, 1e6).bytesPerSecond).toBeLessThan(110)
})

test('starts anew when the download starts anew, and does not guess while nothing moves', () => {
  const speedometer = createSpeedometer()
  speedometer.tell(5000, 0, 9000)
  expect(speedometer.tell(100, 1000, 9000)).toEqual({ bytesPerSecond: null, msLeft: null })
  expect(speedometer.tell(100, 3000, 9000)).toEqual({ bytesPerSecond: 0, msLeft: null })
})
