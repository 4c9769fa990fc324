import { describe, expect, test } from 'vitest'
import { estimateFit, type FitQuestion } from './estimate-fit.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

const small: FitQuestion['model'] = {
  tensorBytes: 42 * MIB,
  vocabulary: 32_000,
  width: 512,
  heads: 8,
  feedForward: 1536,
  trainedContext: 32_768,
  cache: { keys: 2048, values: 2048, windowed: null, stateBytes: 0 },
}
const question = (changes: Partial<FitQuestion> = {}): FitQuestion => {
  return { model: small, contextSize: 2048, cacheType: 'f16', freeBytes: 8 * GIB, ...changes }
}
const need = (changes: Partial<FitQuestion>): number => estimateFit(question(changes)).needBytes

test('the worked example of the doc comment', () => {
  const fit = estimateFit(question({ contextSize: 4096 }))
  expect(fit.needBytes / MIB).toBeCloseTo(336.6, 1)
  expect(fit).toMatchObject({ kind: 'fits', haveBytes: 8 * GIB, largestContext: 32_768 })
})

describe('whether it fits', () => {
  const bytes = need({})
  test.each([
    ['with plenty of memory', bytes * 2, 'fits'],
    ['with hardly any left over', bytes * 1.1, 'tight'],
    ['with just enough', bytes, 'tight'],
    ['with a byte too few', bytes - 1, 'too-big'],
  ] as const)('%s', (_, freeBytes, kind) => {
    expect(estimateFit(question({ freeBytes })).kind).toBe(kind)
  })
})

describe('the longest context that would fit', () => {
  test('is the longest: one step more does not fit', () => {
    const { largestContext } = estimateFit(question({ contextSize: 32_768, freeBytes: 600 * MIB }))
    expect(largestContext).toBeGreaterThan(2048)
    expect(need({ contextSize: largestContext ?? 0 })).toBeLessThanOrEqual(600 * MIB)
    expect(need({ contextSize: (largestContext ?? 0) + 512 })).toBeGreaterThan(600 * MIB)
  })

  test('is never longer than what the model was trained for', () => {
    const model = { ...small, trainedContext: 3000 }
    expect(estimateFit(question({ model })).largestContext).toBe(2560)
  })

  test('is none when the weights alone are too big', () => {
    const model = { ...small, tensorBytes: 9 * GIB }
    expect(estimateFit(question({ model }))).toMatchObject({ kind: 'too-big', largestContext: null })
  })

  test('is longer with a quantised cache', () => {
    const longest = (cacheType: FitQuestion['cacheType']) =>
      estimateFit(question({ cacheType, freeBytes: 350 * MIB })).largestContext ?? 0
    expect(longest('q8_0')).toBeGreaterThan(longest('f16'))
    expect(longest('q4_0')).toBeGreaterThan(longest('q8_0'))
  })
})

describe('the cache', () => {
  test('takes what its type takes', () => {
    const more = (cacheType: FitQuestion['cacheType']) =>
      need({ cacheType, contextSize: 8192 }) - need({ cacheType, contextSize: 4096 })
    // 4096 tokens of 4096 numbers, and the mask of 256 tokens read at once.
    expect(more('q8_0')).toBe(4096 * 4096 * (34 / 32) + 4096 * 256 * 4)
    expect(more('q4_0')).toBe(4096 * 4096 * (18 / 32) + 4096 * 256 * 4)
  })

  test('of layers with a window ends growing there', () => {
    const cache = { keys: 0, values: 0, windowed: { keys: 2048, values: 2048, window: 1024 }, stateBytes: 0 }
    const model = { ...small, cache }
    const of = (contextSize: number) => need({ model, contextSize, cacheType: 'q8_0' })
    expect(of(16_384) - of(8192)).toBe(8192 * 256 * 4) // the mask
    expect(of(1024)).toBeLessThan(of(8192))
  })

  test('of a model that keeps a state does not grow', () => {
    const model = { ...small, cache: { keys: 0, values: 0, windowed: null, stateBytes: 5 * MIB } }
    const none = { ...small, cache: null }
    expect(need({ model }) - need({ model: none })).toBe(5 * MIB)
  })
})
