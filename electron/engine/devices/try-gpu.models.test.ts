import { getLlama } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { demoModelPath } from '../fixtures/demo-engine.ts'
import { writeOneWord } from './try-gpu.ts'

// What is tried on a graphics processor, here on the processor: the demo model writes a word, and a file that is none throws.
test('a small model writes one word', async () => {
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1 })
  await writeOneWord(llama, demoModelPath)
  await expect(writeOneWord(llama, import.meta.filename)).rejects.toThrow(/./)
})
