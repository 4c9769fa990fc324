import { expect, test } from 'vitest'
import { marksOfTokens } from './unnamed-thought.ts'

test('the marks of a vocabulary are those that are tokens, both of them', () => {
  expect(marksOfTokens(['<|im_end|>', '<think>', '</think>'])).toEqual({ open: '<think>', close: '</think>' })
  expect(marksOfTokens(['<|im_end|>', '<think>'])).toBeNull()
  expect(marksOfTokens(['<tool_call>', '</tool_call>'])).toBeNull()
})
