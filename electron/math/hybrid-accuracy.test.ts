import { describe, expect, test } from 'vitest'
import { betterWay, hybridAccuracy } from './hybrid-accuracy.ts'

const answers = (rewards: readonly number[], tokens: number) => rewards.map((reward) => ({ reward, tokens }))

describe('the better way', () => {
  test('is the one with the higher mean reward', () => {
    expect(betterWay({ think: answers([1, 1], 30), quick: answers([1, 0], 8) }, 0.1)).toBe('think')
    expect(betterWay({ think: answers([0, 0], 30), quick: answers([1, 0], 8) }, 0.1)).toBe('quick')
  })

  test('is the shorter one where both are as good', () => {
    expect(betterWay({ think: answers([1, 1], 30), quick: answers([1, 1], 8) }, 0.1)).toBe('quick')
    expect(betterWay({ think: answers([0, 0], 8), quick: answers([0, 0], 30) }, 0.1)).toBe('think')
  })

  test('is the shorter one where they differ by the margin itself', () => {
    expect(betterWay({ think: answers([1, 1], 30), quick: answers([1, 0], 8) }, 0.5)).toBe('quick')
  })

  test('is quick where nothing was sampled', () => {
    expect(betterWay({ think: [], quick: [] }, 0)).toBe('quick')
  })
})

test('two of three ways taken well are two thirds', () => {
  const { value, n } = hybridAccuracy(['think', 'quick', 'quick'], ['think', 'quick', 'think'])
  expect(value).toBeCloseTo(2 / 3)
  expect(n).toBe(3)
})
