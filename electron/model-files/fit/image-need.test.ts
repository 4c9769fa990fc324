import { expect, test } from 'vitest'
import { readModelHeader } from '../header/read-model-header.ts'
import { imageNeed } from './image-need.ts'

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
