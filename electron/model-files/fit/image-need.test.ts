import { describe, expect, test } from 'vitest'
import { readModelHeader } from '../header/read-model-header.ts'
import { estimateFit } from './estimate-fit.ts'
import { estimateFitWithImages, imageNeed } from './image-need.ts'

test('is the model once more and its image half (the worked example)', () => {
  const model = readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo')
  const need = imageNeed({ model, contextSize: 2048, halfBytes: 2_557_216 }) / 2 ** 20
  expect(need).toBeGreaterThan(196)
  expect(need).toBeLessThan(260)
})

test('grows with the context, in 16 bits', () => {
  const model = readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo')
  const need = (contextSize: number) => imageNeed({ model, contextSize, halfBytes: 0 })
  expect(need(2048)).toBeGreaterThan(need(1024))
})

describe('a fit with images', () => {
  const model = readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo')
  const words = { model, contextSize: 2048, cacheType: 'f16', freeBytes: 4e9 } as const
  const halfBytes = 2_557_216

  test('counts them in', () => {
    const fit = estimateFitWithImages(words, halfBytes)
    const imagesBytes = imageNeed({ ...words, halfBytes })
    expect(fit).toMatchObject({ kind: 'fits', imagesBytes })
    expect(fit.needBytes).toBe(estimateFit(words).needBytes + imagesBytes)
  })

  test('fails where the words alone would fit, and says what fits with both', () => {
    const freeBytes = estimateFitWithImages(words, halfBytes).needBytes - 1
    const fit = estimateFitWithImages({ ...words, freeBytes }, halfBytes)
    expect(estimateFit({ ...words, freeBytes }).kind).toBe('fits')
    expect(fit).toMatchObject({ kind: 'too-big', haveBytes: freeBytes, largestContext: 1536 })
    const shorter = { ...words, freeBytes, contextSize: 1536 }
    expect(estimateFitWithImages(shorter, halfBytes).kind).toBe('tight')
  })

  test('without an image half is that of the words', () => {
    expect(estimateFitWithImages(words, null)).toEqual(estimateFit(words))
  })
})
