import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLooping } from './loop-guard.ts'

function repeat(block: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => block).flat()
}

const counting = Array.from({ length: 2000 }, (_, index) => index)

describe('the loop guard', () => {
  test('ends a thought that says three tokens eighty times', () => {
    expect(isLooping(repeat([1, 2, 3], 80))).toBe(true)
  })

  test('lets a thought go on that says something new', () => {
    expect(isLooping(counting.slice(0, 240))).toBe(false)
  })

  test.each([
    [repeat([1, 2, 3], 79), 'too short to be sure'],
    [[...repeat([1, 2, 3], 100), 9], 'something new has just come'],
    [repeat(counting.slice(0, 300), 3), 'a long block three times may be a table'],
    [repeat(counting.slice(0, 600), 4), 'longer blocks are not looked for'],
    [[], 'nothing was thought yet'],
  ])('does not call it a loop when %#', (tokens) => {
    expect(isLooping(tokens)).toBe(false)
  })

  test('finds every block up to its longest, whatever came before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 512 }),
        fc.array(fc.nat(5), { maxLength: 50 }),
        (length, before) => {
          const block = counting.slice(0, length)
          const times = Math.max(4, Math.ceil(240 / length) + 1)
          expect(isLooping([...before, ...repeat(block, times)])).toBe(true)
        },
      ),
      { numRuns: 200, seed: 1 },
    )
  })

  test('never ends a thought whose last token is new', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 1500 }), (tokens) => {
        expect(isLooping([...tokens, 7])).toBe(false)
      }),
      { numRuns: 200, seed: 1 },
    )
  })
})
