import { expect, test } from 'vitest'
import type { GgufFile } from './gguf-files.ts'
import { isProjector } from './models-among.ts'
import { projectorOf } from './pair-projectors.ts'

function file(path: string): GgufFile {
  const name = path.split('/').at(-1) ?? path
  const folder = path.split('/').slice(0, -1).join('/')
  return { path, folder, name, sizeBytes: 1, identity: path }
}

/** The image half chosen for the first of `paths`. */
function half(...paths: readonly string[]): string | null {
  const [model, ...rest] = paths.map(file)
  if (model === undefined) throw new Error('no model')
  const projectors = rest.filter(({ name }) => isProjector(name))
  const models = [model, ...rest.filter(({ name }) => !isProjector(name))]
  return projectorOf(model, projectors, models)?.path ?? null
}

const cases: readonly (readonly [why: string, files: readonly string[], half: string | null])[] = [
  [
    'by family and size',
    ['gemma-3-4b-it-Q4_K_M.gguf', 'qwen2.5-vl-3b-Q8_0.gguf', 'mmproj-gemma-3-4b-it-f16.gguf'],
    'mmproj-gemma-3-4b-it-f16.gguf',
  ],
  [
    'of another model',
    ['qwen2.5-vl-3b-Q8_0.gguf', 'gemma-3-4b-it-Q4_K_M.gguf', 'mmproj-gemma-3-4b-it-f16.gguf'],
    null,
  ],
  ['without a name, beside several models', ['qwen-Q8_0.gguf', 'gemma-Q4_0.gguf', 'mmproj-F16.gguf'], null],
  [
    'without a name, beside one model in two forms',
    ['qwen-UD-Q4_K_XL.gguf', 'qwen-i1-IQ2_XXS.gguf', 'mmproj-F16.gguf'],
    'mmproj-F16.gguf',
  ],
  [
    'the name after the model',
    ['llava-v1.5-7b-Q4_K.gguf', 'llava-v1.5-7b-mmproj-model-f16.gguf'],
    'llava-v1.5-7b-mmproj-model-f16.gguf',
  ],
  ['of another size, alone', ['gemma-3-12b-it-Q4_0.gguf', 'mmproj-gemma-3-4b-it-f16.gguf'], null],
  [
    'with a date of its own, alone',
    ['moondream2-text-model-f16.gguf', 'moondream2-mmproj-f16-20250414.gguf'],
    'moondream2-mmproj-f16-20250414.gguf',
  ],
  ['of a stranger, alone', ['llama-Q4_0.gguf', 'mmproj-pixtral-f16.gguf'], null],
  [
    'the better precision',
    ['m-Q4_0.gguf', 'mmproj-Q8_0.gguf', 'mmproj-BF16.gguf', 'mmproj-F16.gguf', 'mmproj-F32.gguf'],
    'mmproj-F16.gguf',
  ],
  ['bf16 is not f16', ['m-Q4_0.gguf', 'mmproj-BF16.gguf', 'mmproj-F32.gguf'], 'mmproj-BF16.gguf'],
  [
    'in the folder above',
    ['o/r/Q4_K_M/m-Q4_K_M.gguf', 'o/r/BF16/m-BF16.gguf', 'o/r/mmproj-F16.gguf'],
    'o/r/mmproj-F16.gguf',
  ],
  [
    'the nearer one',
    ['o/r/q/m-Q4_0.gguf', 'o/r/mmproj-F16.gguf', 'o/r/q/mmproj-Q8_0.gguf'],
    'o/r/q/mmproj-Q8_0.gguf',
  ],
  ['not two folders above', ['o/r/q/m-Q4_0.gguf', 'o/mmproj-F16.gguf'], null],
  ['not in the folder beside', ['o/r/m.gguf', 'o/s/mmproj-F16.gguf'], null],
  [
    'for a split model',
    ['m-Q4_0-00001-of-00002.gguf', 'm-Q4_0-00002-of-00002.gguf', 'mmproj-F16.gguf'],
    'mmproj-F16.gguf',
  ],
]

test.each(cases)('an image half %s', (_why, files, expected) => {
  expect(half(...files)).toBe(expected)
})
