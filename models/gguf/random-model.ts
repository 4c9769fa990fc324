import type { GgufSettings, GgufValue, TensorType } from '../../electron/model-files/gguf/format.ts'
import { writeGguf, type GgufTensor } from './write-gguf.ts'

export type RandomModelShape = {
  readonly architecture: 'llama' | 'qwen3'
  /** A multiple of 32, as `hidden`: rows of Q8_0 hold whole blocks. */
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly kvHeads: number
  readonly headWidth: number
  readonly hidden: number
  readonly contextLength: number
  readonly type: 'F32' | 'Q8_0'
  readonly seed: number
  /** Jinja; null = none in the file. */
  readonly chatTemplate: string | null
  /** True: writes nothing but letters, and never ends. False: any bytes, tags and endings too. */
  readonly lettersOnly: boolean
  /** A head that scores a text, as models that rank have one; only of qwen3. */
  readonly ranks?: true
  /** A token that is all but certain wherever it is likelier than not; by default none. */
  readonly loud?: string
}

/** About 0.15 MB, loads in a blink; says nonsense, which is enough for tests of everything but sense. */
export const smallestShape: RandomModelShape = {
  architecture: 'qwen3',
  width: 64,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  headWidth: 32,
  hidden: 128,
  contextLength: 512,
  type: 'F32',
  seed: 1,
  chatTemplate: null,
  lettersOnly: false,
}

const SPECIALS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<think>', '</think>']
const CONTROL_TOKEN = 3
const USER_DEFINED_TOKEN = 4
const NORMAL_TOKEN = 1

/** A whole GGUF file of a model with random weights and a byte-level tokenizer. The same shape gives the same bytes. */
export function randomModel(shape: RandomModelShape = smallestShape): Uint8Array {
  return writeGguf(settingsOf(shape), tensorsOf(shape))
}

const allTokens = (): string[] => [...byteTokens(), 'Ġt', ...SPECIALS]

function settingsOf(shape: RandomModelShape): GgufSettings {
  const tokens = allTokens()
  const types = tokens.map((token) => {
    if (!SPECIALS.includes(token)) return NORMAL_TOKEN
    return token.startsWith('<|') ? CONTROL_TOKEN : USER_DEFINED_TOKEN
  })
  const settings = new Map<string, GgufValue>()
  const word = (key: string, value: string) => settings.set(key, { kind: 'string', value })
  const whole = (key: string, value: number) => settings.set(key, { kind: 'uint32', value })
  const real = (key: string, value: number) => settings.set(key, { kind: 'float32', value })
  const of = shape.architecture
  word('general.architecture', of)
  word('general.type', 'model')
  word('general.name', 'Random')
  whole('general.file_type', shape.type === 'F32' ? 0 : 7)
  whole(`${of}.context_length`, shape.contextLength)
  whole(`${of}.embedding_length`, shape.width)
  whole(`${of}.block_count`, shape.layers)
  whole(`${of}.feed_forward_length`, shape.hidden)
  whole(`${of}.attention.head_count`, shape.heads)
  whole(`${of}.attention.head_count_kv`, shape.kvHeads)
  whole(`${of}.attention.key_length`, shape.headWidth)
  whole(`${of}.attention.value_length`, shape.headWidth)
  whole(`${of}.rope.dimension_count`, shape.headWidth)
  real(`${of}.attention.layer_norm_rms_epsilon`, 1e-6)
  real(`${of}.rope.freq_base`, 10_000)
  whole(`${of}.vocab_size`, tokens.length)
  word('tokenizer.ggml.model', 'gpt2')
  word('tokenizer.ggml.pre', 'qwen2')
  settings.set('tokenizer.ggml.tokens', { kind: 'array', of: 'string', items: tokens })
  settings.set('tokenizer.ggml.token_type', { kind: 'array', of: 'int32', items: types })
  settings.set('tokenizer.ggml.merges', { kind: 'array', of: 'string', items: ['Ġ t'] })
  whole('tokenizer.ggml.bos_token_id', tokens.indexOf('<|endoftext|>'))
  whole('tokenizer.ggml.eos_token_id', tokens.indexOf('<|im_end|>'))
  settings.set('tokenizer.ggml.add_bos_token', { kind: 'bool', value: false })
  // 4: the head's score of the last token, in llama.cpp's numbers.
  if (shape.ranks) {
    whole(`${of}.pooling_type`, 4)
    settings.set(`${of}.classifier.output_labels`, { kind: 'array', of: 'string', items: ['yes', 'no'] })
  }
  if (shape.chatTemplate !== null) word('tokenizer.chat_template', shape.chatTemplate)
  return settings
}

function tensorsOf(shape: RandomModelShape): GgufTensor[] {
  const random = generator(shape.seed)
  const vocabulary = 256 + 1 + SPECIALS.length
  const matrix = (name: string, columns: number, rows: number, loudRow = -1): GgufTensor => {
    const numbers = Float32Array.from(
      { length: columns * rows },
      (_, at) => (random() - 0.5) * 2 * columns ** -0.5 * (Math.floor(at / columns) === loudRow ? 100 : 1),
    )
    return {
      name: `${name}.weight`,
      dimensions: [columns, rows],
      type: shape.type,
      data: stored(shape.type, numbers),
    }
  }
  const norm = (name: string, width: number): GgufTensor => {
    const data = stored('F32', new Float32Array(width).fill(1)) // norms are never quantised
    return { name: `${name}.weight`, dimensions: [width], type: 'F32', data }
  }
  const { width, hidden, heads, kvHeads, headWidth } = shape
  const embedding = shape.lettersOnly ? lettersAlone(width, vocabulary, random) : null
  const tensors = [
    embedding === null
      ? matrix(
          'token_embd',
          width,
          vocabulary,
          shape.loud === undefined ? -1 : allTokens().indexOf(shape.loud),
        )
      : {
          name: 'token_embd.weight',
          dimensions: [width, vocabulary],
          type: shape.type,
          data: stored(shape.type, embedding),
        },
    norm('output_norm', width),
    ...(shape.ranks ? [matrix('cls.output', width, 2)] : []),
  ]
  for (let layer = 0; layer < shape.layers; layer++) {
    const block = `blk.${layer}`
    tensors.push(
      norm(`${block}.attn_norm`, width),
      matrix(`${block}.attn_q`, width, heads * headWidth),
      matrix(`${block}.attn_k`, width, kvHeads * headWidth),
      matrix(`${block}.attn_v`, width, kvHeads * headWidth),
      matrix(`${block}.attn_output`, heads * headWidth, width),
      norm(`${block}.ffn_norm`, width),
      matrix(`${block}.ffn_gate`, width, hidden),
      matrix(`${block}.ffn_up`, width, hidden),
      matrix(`${block}.ffn_down`, hidden, width),
    )
    if (shape.architecture === 'qwen3') {
      tensors.push(norm(`${block}.attn_q_norm`, headWidth), norm(`${block}.attn_k_norm`, headWidth))
    }
  }
  return tensors
}

/** Rows of a tied embedding in which only letters can win: every other token's logit is 0. */
function lettersAlone(width: number, vocabulary: number, random: () => number): Float32Array {
  const numbers = new Float32Array(width * vocabulary)
  // Byte tokens come first, in the order of the bytes: 97 is "a".
  for (let letter = 97; letter <= 122; letter++)
    for (let column = 0; column < width; column++)
      numbers[letter * width + column] = (random() - 0.5) * 2 * width ** -0.5
  return numbers
}

function stored(type: TensorType, numbers: Float32Array): Uint8Array {
  return type === 'Q8_0' ? quantised(numbers) : new Uint8Array(numbers.buffer)
}

/** Q8_0: blocks of 32 numbers as one 16-bit scale and 32 signed bytes. */
function quantised(numbers: Float32Array): Uint8Array {
  const bytes = new Uint8Array((numbers.length / 32) * 34)
  const view = new DataView(bytes.buffer)
  for (let block = 0; block < numbers.length / 32; block++) {
    const values = numbers.subarray(block * 32, block * 32 + 32)
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127
    view.setUint16(block * 34, float16(scale), true)
    values.forEach((value, at) =>
      view.setInt8(block * 34 + 2 + at, scale === 0 ? 0 : Math.round(value / scale)),
    )
  }
  return bytes
}

/** Nearest 16-bit float of a number from 2⁻¹⁴ up to 65,504, and 0 below: scales of weights need no more. */
function float16(value: number): number {
  if (value < 2 ** -14) return 0
  const exponent = Math.floor(Math.log2(value))
  return ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024)
}

/** GPT-2's letters for the 256 bytes: printable ones stand for themselves, the others for U+0100 and up. */
function byteTokens(): string[] {
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => {
    const plain = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
    return String.fromCharCode(plain ? byte : next++)
  })
}

/** mulberry32: a seed gives the same numbers, 0 to 1, on every machine. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
