import { expect, test } from 'vitest'
import { agreementOf } from './agreement.ts'

test('three of four the same is half as good as it looks (the worked example)', () => {
  const agreement = agreementOf(['yes', 'yes', 'no', 'no'], ['yes', 'no', 'no', 'no'])
  expect(agreement).toEqual({ share: 0.75, kappa: 0.5, n: 4 })
})

test.each([
  ['all the same is 1', ['a', 'b'], ['a', 'b'], 1],
  ['always the other way is −1', ['a', 'b'], ['b', 'a'], -1],
  ['what chance would give is 0', ['a', 'a', 'b', 'b'], ['a', 'b', 'a', 'b'], 0],
  ['where chance gives all there is none', ['a', 'a'], ['a', 'a'], null],
])('%s', (_reason, one, other, kappa) => {
  expect(agreementOf(one, other).kappa).toBe(kappa)
})

test('of nothing there is no share', () => {
  expect(agreementOf([], [])).toEqual({ share: Number.NaN, kappa: null, n: 0 })
})
