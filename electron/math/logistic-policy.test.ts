import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entropy, logGradient, logit, probability, sigmoid, type Weights } from './logistic-policy.ts'

test('the worked examples', () => {
  expect(probability({ a: 2 }, { a: 1, b: 5 })).toBeCloseTo(0.881, 3)
  expect(logGradient({ a: 2 }, { a: 1 }, 1)['a']).toBeCloseTo(0.119, 3)
  expect(entropy(0.5)).toBe(1)
  expect(entropy(0.9)).toBeCloseTo(0.469, 3)
  expect(logit(0.5)).toBe(0)
})

test('nothing overflows at the ends', () => {
  expect(sigmoid(1e6)).toBe(1)
  expect(sigmoid(-1e6)).toBe(0)
  expect(logit(0)).toBe(-8)
  expect(logit(1)).toBe(8)
  expect(entropy(0)).toBe(0)
  expect(entropy(1)).toBe(0)
})

const small = fc.double({ min: -2, max: 2, noNaN: true })
const vector = fc.record({ a: small, b: small, c: small })

describe('the gradient', () => {
  test('is the slope of log π, measured with small steps, for any weights, features and action', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom<0 | 1>(0, 1), (weights, features, action) => {
        const gradient = logGradient(weights, features, action)
        for (const name of ['a', 'b', 'c'] as const)
          expect(gradient[name]).toBeCloseTo(slope(weights, features, action, name), 5)
      }),
    )
  })
})

function slope(weights: Weights, features: Weights, action: 0 | 1, name: string): number {
  const step = 1e-5
  const logPi = (by: number) => {
    const p = probability({ ...weights, [name]: (weights[name] ?? 0) + by }, features)
    return Math.log(action === 1 ? p : 1 - p)
  }
  return (logPi(step) - logPi(-step)) / (2 * step)
}
