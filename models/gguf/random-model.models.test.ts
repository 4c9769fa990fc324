import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLlama, LlamaCompletion } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomModel, smallestShape, type RandomModelShape } from './random-model.ts'

// Needs llama.cpp but no model file: the models are made here.
describe('llama.cpp loads a random model and writes tokens with it', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ponder-random-model-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const shapes: readonly (readonly [string, RandomModelShape])[] = [
    ['qwen3, F32', smallestShape],
    ['qwen3, Q8_0', { ...smallestShape, type: 'Q8_0' }],
    [
      'llama, Q8_0, more heads',
      { ...smallestShape, architecture: 'llama', heads: 4, kvHeads: 2, type: 'Q8_0' },
    ],
  ]
  test.each(shapes)('%s', async (name, shape) => {
    const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.gguf`)
    await writeFile(path, randomModel(shape))
    const llama = await getLlama({ gpu: false, maxThreads: 1, build: 'never' })
    const model = await llama.loadModel({ modelPath: path })
    expect(model.fileInfo.metadata.general.architecture).toBe(shape.architecture)
    expect(model.detokenize(model.tokenize('The 12 things, naïve 日本\n'))).toBe(
      'The 12 things, naïve 日本\n',
    )
    const context = await model.createContext({ contextSize: 128, threads: 1 })
    const completion = new LlamaCompletion({ contextSequence: context.getSequence() })
    const { metadata } = await completion.generateCompletionWithMeta('The 12 things', {
      maxTokens: 8,
      temperature: 0,
    })
    expect(['maxTokens', 'eogToken']).toContain(metadata.stopReason)
    await llama.dispose()
  })
})
