import { expect, test } from 'vitest'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import { refuseTooBig } from './refuse-too-big.ts'

const header = {
  ...readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo'),
  tensorBytes: 4e9,
  trainedContext: 32_768,
}
const refuse =
  (contextSize: number, freeBytes: number, halfBytes: number | null = null) =>
  () =>
    refuseTooBig({ name: 'Big', header, contextSize, freeBytes, halfBytes })

test('what fits is let pass', () => {
  expect(refuse(512, 5e9)).not.toThrow()
})

test('weights that do not fit are refused with need and have', () => {
  expect(refuse(512, 3e9)).toThrow(
    expect.objectContaining({
      code: 'out-of-memory',
      message:
        'Big does not fit into memory: with a context of 512 tokens it needs about 4.2 GB, and 3.0 GB are free.',
      remedy: expect.stringMatching(/smaller quantisation/),
    }),
  )
})

test('a context that does not fit is refused with one that would', () => {
  expect(refuse(32_768, 4.5e9)).toThrow(
    expect.objectContaining({
      remedy: expect.stringMatching(/^A context of \d{1,2},\d{3} tokens would fit/),
    }),
  )
})

test('what fits without images and not with them is refused with both numbers and both ways out', () => {
  expect(refuse(512, 5e9, 1e9)).toThrow(
    expect.objectContaining({
      message:
        'Big does not fit into memory: with a context of 512 tokens it needs about 9.9 GB (5.7 GB of it for images), and 5.0 GB are free.',
      remedy: expect.stringMatching(/smaller model.* Without its image half .* it would fit\.$/),
    }),
  )
  expect(refuse(512, 10e9, 1e9)).not.toThrow()
  expect(refuse(512, 3e9, 1e9)).toThrow(
    expect.objectContaining({ remedy: expect.not.stringMatching(/half/) }),
  )
})
