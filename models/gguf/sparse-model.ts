import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import {
  DEFAULT_ALIGNMENT,
  TENSOR_TYPES,
  tensorBytes,
  type GgufValue,
  type TensorType,
} from '../../electron/model-files/gguf/format.ts'
import { seededRandom } from '../../electron/math/seeded-random.ts'
import { forgeGguf, trueSetting, type ForgedTensor } from './forge-gguf.ts'

export type SparseShape = {
  readonly architecture: 'llama' | 'qwen3' | 'qwen3moe' | 'gemma3'
  readonly vocabulary: number
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly kvHeads: number
  readonly headWidth: number
  readonly hidden: number
  readonly contextLength: number
  /** Of the weights; norms are F32. */
  readonly type: TensorType
  /** qwen3moe: experts in each layer, and how many answer each token; `hidden` is each one's width. */
  readonly experts?: number
  readonly expertsUsed?: number
  /** gemma3: tokens that five of six layers look back. */
  readonly window?: number
}

type Place = { readonly name: string; readonly dimensions: readonly number[]; readonly type: TensorType }

/**
 * Writes a model of any size whose weights are all zero, but for those by which experts (of a model in Q8_0) are asked. They take no place on a disk that knows holes in files, and
 * memory only where llama.cpp copies them: for measuring what models of real sizes need.
 */
export function writeSparseModel(path: string, shape: SparseShape): void {
  let end = 0
  const tensors = placesOf(shape).map((place): ForgedTensor => {
    const offset = Math.ceil(end / DEFAULT_ALIGNMENT) * DEFAULT_ALIGNMENT
    end = offset + (tensorBytes(place.type, place.dimensions) ?? Number.NaN)
    return { ...place, typeNumber: TENSOR_TYPES[place.type].number, offset }
  })
  const settings = [...settingsOf(shape)].map(([key, value]) => trueSetting(key, value))
  const header = forgeGguf({ settings, tensors, data: new Uint8Array(0) })
  const file = openSync(path, 'w')
  writeSync(file, header)
  ftruncateSync(file, header.length + end)
  if (shape.experts !== undefined)
    for (const { name, offset, dimensions } of tensors) {
      const bytes = unlike(name, dimensions.map(Number))
      if (bytes !== null) writeSync(file, bytes, 0, bytes.length, header.length + Number(offset))
    }
  closeSync(file)
}

/** What it takes that letters ask different experts, instead of all the first ones: null for all other tensors. */
function unlike(name: string, dimensions: readonly number[]): Uint8Array | null {
  const random = seededRandom(1)
  const count = dimensions.reduce((product, dimension) => product * dimension, 1)
  if (name.endsWith('ffn_gate_inp.weight') || name.endsWith('ffn_norm.weight'))
    return new Uint8Array(Float32Array.from({ length: count }, () => random() - 0.5).buffer)
  if (name !== 'token_embd.weight') return null
  // Blocks of 32 numbers in Q8_0: a scale of 16 bits, here 1, and a byte each. The first 256 tokens are the bytes of a text.
  const blocks = ((dimensions[0] ?? 0) / 32) * 256
  return Uint8Array.from({ length: blocks * 34 }, (_, at) =>
    at % 34 === 0 ? 0x00 : at % 34 === 1 ? 0x3c : Math.floor(random() * 256),
  )
}

function placesOf(shape: SparseShape): Place[] {
  const { width, heads, kvHeads, headWidth, vocabulary, type } = shape
  const matrix = (name: string, ...dimensions: number[]): Place => ({
    name: `${name}.weight`,
    dimensions,
    type,
  })
  const norm = (name: string, length: number): Place => {
    return { name: `${name}.weight`, dimensions: [length], type: 'F32' }
  }
  const layers = Array.from({ length: shape.layers }, (_, layer): Place[] => {
    const of = (name: string) => `blk.${layer}.${name}`
    return [
      norm(of('attn_norm'), width),
      matrix(of('attn_q'), width, heads * headWidth),
      matrix(of('attn_k'), width, kvHeads * headWidth),
      matrix(of('attn_v'), width, kvHeads * headWidth),
      matrix(of('attn_output'), heads * headWidth, width),
      norm(of('ffn_norm'), width),
      ...feedForward(shape, of, matrix),
      ...(shape.architecture === 'llama'
        ? []
        : [norm(of('attn_q_norm'), headWidth), norm(of('attn_k_norm'), headWidth)]),
      ...(shape.architecture === 'gemma3'
        ? [norm(of('post_attention_norm'), width), norm(of('post_ffw_norm'), width)]
        : []),
    ]
  })
  return [matrix('token_embd', width, vocabulary), norm('output_norm', width), ...layers.flat()]
}

function feedForward(
  { architecture, width, hidden, experts = 0 }: SparseShape,
  of: (name: string) => string,
  matrix: (name: string, ...dimensions: number[]) => Place,
): Place[] {
  if (architecture !== 'qwen3moe') {
    return [
      matrix(of('ffn_gate'), width, hidden),
      matrix(of('ffn_up'), width, hidden),
      matrix(of('ffn_down'), hidden, width),
    ]
  }
  return [
    { ...matrix(of('ffn_gate_inp'), width, experts), type: 'F32' },
    matrix(of('ffn_gate_exps'), width, hidden, experts),
    matrix(of('ffn_up_exps'), width, hidden, experts),
    matrix(of('ffn_down_exps'), hidden, width, experts),
  ]
}

function settingsOf(shape: SparseShape): Map<string, GgufValue> {
  const settings = new Map<string, GgufValue>()
  const word = (key: string, value: string) => settings.set(key, { kind: 'string', value })
  const whole = (key: string, value: number) => settings.set(key, { kind: 'uint32', value })
  const real = (key: string, value: number) => settings.set(key, { kind: 'float32', value })
  const of = shape.architecture
  word('general.architecture', of)
  whole(`${of}.context_length`, shape.contextLength)
  whole(`${of}.embedding_length`, shape.width)
  whole(`${of}.block_count`, shape.layers)
  whole(`${of}.feed_forward_length`, shape.hidden)
  whole(`${of}.attention.head_count`, shape.heads)
  whole(`${of}.attention.head_count_kv`, shape.kvHeads)
  whole(`${of}.attention.key_length`, shape.headWidth)
  whole(`${of}.attention.value_length`, shape.headWidth)
  real(`${of}.attention.layer_norm_rms_epsilon`, 1e-6)
  real(`${of}.rope.freq_base`, 10_000)
  if (of === 'qwen3moe') {
    whole(`${of}.expert_count`, shape.experts ?? 0)
    whole(`${of}.expert_used_count`, shape.expertsUsed ?? 0)
    whole(`${of}.expert_feed_forward_length`, shape.hidden)
  }
  if (shape.window !== undefined) whole(`${of}.attention.sliding_window`, shape.window)
  const tokens = tokensOf(shape.vocabulary)
  word('tokenizer.ggml.model', 'gpt2')
  word('tokenizer.ggml.pre', 'qwen2')
  settings.set('tokenizer.ggml.tokens', { kind: 'array', of: 'string', items: tokens })
  settings.set('tokenizer.ggml.token_type', { kind: 'array', of: 'int32', items: tokens.map(() => 1) })
  settings.set('tokenizer.ggml.merges', { kind: 'array', of: 'string', items: ['Ġ t'] })
  whole('tokenizer.ggml.bos_token_id', 0)
  whole('tokenizer.ggml.eos_token_id', 0)
  return settings
}

/** The 256 bytes as GPT-2 spells them, "Ġt", and as many more as are wanted. */
function tokensOf(count: number): string[] {
  let next = 256
  return Array.from({ length: count }, (_, id) => {
    if (id >= 256) return id === 256 ? 'Ġt' : `token ${id}`
    const plain = (id > 32 && id < 127) || (id > 160 && id !== 173)
    return String.fromCharCode(plain ? id : next++)
  })
}
