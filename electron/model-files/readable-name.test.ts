import { expect, test } from 'vitest'
import { readableName } from './readable-name.ts'

test.each([
  ['qwen3-4b-instruct-q4_k_m.gguf', 'Qwen3 4b instruct Q4_K_M', 'the example of the doc comment'],
  ['ponder-demo-q8.gguf', 'Ponder demo Q8', 'the demo model'],
  ['Big-Model-Q6_K-00001-of-00003.gguf', 'Big Model Q6_K', 'the first part stands for all'],
  ['MODEL.GGUF', 'MODEL', 'the ending in capitals'],
  ['.gguf', '.gguf', 'nothing but an ending'],
])('%s reads %s (%s)', (file, name) => {
  expect(readableName(file)).toBe(name)
})
