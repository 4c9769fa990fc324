import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GgmlType, getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { soundSettings, word } from '../../../models/gguf/broken/sound-model.ts'
import { writeGguf } from '../../../models/gguf/write-gguf.ts'
import { TENSOR_TYPES } from '../../model-files/gguf/format.ts'
import { ARCHITECTURES } from '../../model-files/header/known-architectures.ts'

// Whether what the header check knows is what the llama.cpp that Ponder brings knows. A new one may know more.

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-architectures-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('llama.cpp knows every architecture that the header check lets pass', { timeout: 120_000 }, async () => {
  const lines: string[] = []
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    logLevel: LlamaLogLevel.error,
    logger: (_level, text) => lines.push(text),
  })
  const load = async (architecture: string) => {
    const path = join(folder, `${architecture}.gguf`)
    writeFileSync(path, writeGguf(new Map(soundSettings).set('general.architecture', word(architecture)), []))
    // Without its numbers none can be opened; only the reason matters.
    await llama.loadModel({ modelPath: path, vocabOnly: true }).then(
      (model) => model.dispose(),
      () => undefined,
    )
  }
  for (const architecture of ARCHITECTURES.keys()) await load(architecture)
  await load('nobody-knows')
  // The log comes a little later than the errors.
  await expect.poll(() => lines.join('\n')).toContain("unknown model architecture: 'nobody-knows'")
  const unknown = [...lines.join('\n').matchAll(/unknown model architecture: '([^']*)'/g)].map(
    ([, name]) => name,
  )
  expect(new Set(unknown)).toEqual(new Set(['nobody-knows']))
})

test('tensor types have the numbers that llama.cpp gives them', () => {
  for (const [name, { number }] of Object.entries(TENSOR_TYPES)) expect(GgmlType[number]).toBe(name)
})
