import { expect, test } from 'vitest'
import { PonderError } from '../../contract/ponder-error.ts'
import { loadProblem } from './load-problem.ts'

const FAILED = 'llama_model_load_from_file_impl: failed to load model'
const because = (reason: string) => [`llama_model_load: error loading model: ${reason}`, FAILED]

test.each([
  ["unknown model architecture: 'new'", 'unknown-architecture', /\("new"\)/],
  ["error loading model vocabulary: unknown tokenizer: 'x'", 'unknown-tokenizer', /\("x"\)/],
  ["error loading model vocabulary: unknown pre-tokenizer type: 'x'", 'unknown-tokenizer', /\("x"\)/],
  ["missing tensor 'blk.1.attn_q.weight'", 'model-file-broken', /"blk.1.attn_q.weight" is missing/],
  ["check_tensor_dims: tensor 'output.weight' not found", 'model-file-broken', /"output.weight" is missing/],
  [
    "check_tensor_dims: tensor 'a' has wrong shape; expected 64, 128, got 64, 96, 1, 1",
    'model-file-broken',
    /"a" is not as large/,
  ],
  [
    'error loading model hyperparameters: key not found in model: qwen3.x',
    'model-file-broken',
    /"qwen3.x" is missing/,
  ],
  ['key general.file_type has wrong type u64 but expected type u32', 'model-file-broken', /wrong type/],
  ["tensor 'a' data is not within the file bounds, model is corrupted", 'model-file-cut', /cut off/],
  ['CLIP cannot be used as main model, use it with --mmproj instead', 'image-half', /image half/],
  ['something new', 'model-file-broken', /llama.cpp says: "something new"\.$/],
])('llama.cpp’s "%s" is %s', (reason, code, message) => {
  const problem = loadProblem(new Error('Failed to load model'), 'It', 1000, because(reason))
  expect(problem).toMatchObject({ code, message, remedy: expect.stringMatching(/\.$/) })
})

test('memory that does not suffice is said with numbers, and what is worded already is passed on', () => {
  const log = ['ggml_aligned_malloc: insufficient memory', 'failed to allocate CPU buffer']
  expect(loadProblem(new Error('x'), 'It', 3 * 2 ** 30, log)).toMatchObject({
    code: 'out-of-memory',
    message: /needs at least 3\.0 GB/,
  })
  const worded = new PonderError({ code: 'a', message: 'b', remedy: 'c' })
  expect(loadProblem(worded, 'It', 1, [])).toBe(worded)
})
