import { expect, test } from 'vitest'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import { refuseTooBig } from './refuse-too-big.ts'

const header = {
  ...readModelHeader('models/demo/ponder-demo-q8.gguf', 'Demo'),
  tensorBytes: 4e9,
  trainedContext: 32_768,
}
const refuse = (contextSize: number, freeBytes: number) => () =>
  refuseTooBig({ name: 'Big', header, contextSize, freeBytes })

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
