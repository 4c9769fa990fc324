import type { GgufValue } from '../../../electron/model-files/gguf/format.ts'
import { real, soundSettings, whole, withSettings, word, type BrokenFile } from './sound-model.ts'

const broken = (what: string, changes: Readonly<Record<string, GgufValue | null>>): BrokenFile => {
  return { what, code: 'model-file-broken', bytes: () => withSettings(changes) }
}
/** The sound model under the name of another architecture. */
const as = (architecture: string): Record<string, GgufValue | null> => {
  const renamed: Record<string, GgufValue | null> = { 'general.architecture': word(architecture) }
  for (const [key, value] of soundSettings) {
    if (key.startsWith('qwen3.')) renamed[key.replace('qwen3', architecture)] = value
  }
  return renamed
}
const list = (items: readonly number[]): GgufValue => ({ kind: 'array', of: 'uint32', items })

/**
 * Numbers that do not fit together. With most of them llama.cpp ends its process ("GGML_ASSERT failed"), which is how
 * they were found.
 */
export const brokenNumbers: readonly BrokenFile[] = [
  broken('no kind', { 'general.architecture': null }),
  broken('a kind that is a number', { 'general.architecture': whole(7) }),
  {
    what: 'a kind that nobody knows',
    code: 'unknown-architecture',
    bytes: () => withSettings({ 'general.architecture': word('qwenX') }),
  },
  {
    what: 'a kind of a thousand letters and control characters',
    code: 'unknown-architecture',
    bytes: () => withSettings({ 'general.architecture': word('\u001b[31m\n'.repeat(200)) }),
  },
  broken('no number of layers', { 'qwen3.block_count': null }),
  broken('no layers', { 'qwen3.block_count': whole(0) }),
  broken('600 layers', { 'qwen3.block_count': whole(600) }),
  broken('2³² − 1 layers', { 'qwen3.block_count': whole(2 ** 32 - 1) }),
  broken('−1 layers', { 'qwen3.block_count': { kind: 'int32', value: -1 } }),
  broken('a number of layers that is a fraction', { 'qwen3.block_count': real(2.5) }),
  broken('no width', { 'qwen3.embedding_length': whole(0) }),
  broken('a context of one token', { 'qwen3.context_length': whole(1) }),
  broken('a context of 2³² − 1 tokens', { 'qwen3.context_length': whole(2 ** 32 - 1) }),
  broken('no attention heads', { 'qwen3.attention.head_count': whole(0) }),
  broken('no word on attention heads', {
    'qwen3.attention.head_count': null,
    'qwen3.attention.head_count_kv': null,
  }),
  broken('no key heads', { 'qwen3.attention.head_count_kv': whole(0) }),
  broken('no key heads in one of its layers', { 'qwen3.attention.head_count_kv': list([0, 1]) }),
  broken('more key heads than heads', { 'qwen3.attention.head_count_kv': whole(2 ** 31) }),
  broken('heads for one layer of two', { 'qwen3.attention.head_count': list([2]) }),
  broken('heads of no width', { 'qwen3.attention.key_length': whole(0) }),
  broken('positions that do not fit the heads', { 'qwen3.rope.dimension_count': whole(7) }),
  broken('positions counted in an unknown way', { 'qwen3.rope.scaling.type': word('nonsense') }),
  broken('no feed-forward width', { 'qwen3.feed_forward_length': null }),
  broken('a negative epsilon', { 'qwen3.attention.layer_norm_rms_epsilon': real(-1) }),
  broken('an epsilon that is no number', { 'qwen3.attention.layer_norm_rms_epsilon': real(Number.NaN) }),
  broken('experts that are not there', {
    'qwen3.expert_count': whole(4),
    'qwen3.expert_used_count': whole(2),
  }),
  broken('more experts in use than there are', { 'qwen3.expert_used_count': whole(9) }),
  broken('more layers of foresight than layers', { 'qwen3.nextn_predict_layers': whole(2 ** 31) }),
  broken('no experts in a model of experts', as('smallthinker')),
  broken('no sections for positions in width and height', as('paddleocr')),
  {
    what: 'another number of heads than its tensors have',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () => withSettings({ 'qwen3.attention.head_count': whole(3) }),
  },
  {
    what: 'no epsilon',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () => withSettings({ 'qwen3.attention.layer_norm_rms_epsilon': null }),
  },
]
