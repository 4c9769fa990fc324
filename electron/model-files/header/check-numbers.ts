import type { TensorInfo, TensorType } from '../gguf/format.ts'
import { shown, type Refusals } from './refusals.ts'
import type { Settings } from './settings.ts'

/** The largest models have 126 layers; llama.cpp ends the process at more than 512. */
const MOST_LAYERS = 512
const WIDEST = 2 ** 20
const SHORTEST_CONTEXT = 32
const LONGEST_CONTEXT = 2 ** 30
const MOST_HEADS = 4096
const WIDEST_HEAD = 65_536
const MOST_EXPERTS = 2048
const ROPE_SCALINGS = ['none', 'linear', 'yarn', 'longrope']
/** Architectures in whose layers llama.cpp insists that positions turn the whole of a head. */
const WHOLE_HEAD_ROPE = ['qwen3']

/** Tensors that are multiplied with, and types that llama.cpp cannot multiply with but does not refuse. */
const WEIGHTS =
  /^(?:token_embd|output|blk\.\d+\.(?:attn_(?:q|k|v|qkv|output)|ffn_(?:gate|up|down)\w*))\.weight$/
const NO_WEIGHTS: readonly TensorType[] = ['I8', 'I16', 'I32', 'I64', 'F64', 'Q8_1', 'Q8_K']

export type Numbers = {
  readonly layers: number
  readonly width: number
  readonly trainedContext: number
  /** Of each layer. */
  readonly heads: readonly number[]
  /** Heads that keep keys and values; 0 in layers without attention. */
  readonly keyHeads: readonly number[]
  readonly feedForward: readonly number[]
}

/**
 * The numbers of a language model, held against each other and against its tensors. llama.cpp ends the process at
 * many that do not fit ("GGML_ASSERT failed"); each check here stands for such an end that was seen.
 */
export function checkNumbers(
  settings: Settings,
  architecture: string,
  tensors: readonly TensorInfo[],
  refuse: Refusals,
): Numbers {
  const of = (key: string): string => `${architecture}.${key}`
  const within = (key: string, least: number, most: number): number => {
    const value = settings.whole(of(key))
    if (value === null) throw refuse.broken(`its setting "${key}" is missing`)
    if (value < least || value > most) throw refuse.broken(`its setting "${key}" is ${value}`)
    return value
  }
  const layers = within('block_count', 1, MOST_LAYERS)
  const heads = settings.perLayer(of('attention.head_count'), layers) ?? []
  const numbers = {
    layers,
    width: within('embedding_length', 1, WIDEST),
    trainedContext: within('context_length', SHORTEST_CONTEXT, LONGEST_CONTEXT),
    heads,
    keyHeads: settings.perLayer(of('attention.head_count_kv'), layers) ?? heads,
    feedForward: settings.perLayer(of('feed_forward_length'), layers) ?? [],
  }
  checkHeads(settings, architecture, numbers, refuse)
  checkRope(settings, architecture, refuse)
  checkExperts(settings, architecture, tensors, refuse)
  for (const key of ['layer_norm_rms_epsilon', 'layer_norm_epsilon', 'group_norm_epsilon']) {
    const epsilon = settings.real(of(`attention.${key}`)) ?? 0
    if (!(epsilon >= 0 && epsilon < 1)) throw refuse.broken(`its setting "${key}" is ${epsilon}`)
  }
  if ((settings.whole(of('nextn_predict_layers')) ?? 0) > layers)
    throw refuse.broken('it claims more layers of foresight than layers')
  checkTensors(tensors, numbers, refuse)
  return numbers
}

function checkHeads(
  settings: Settings,
  architecture: string,
  { heads, keyHeads }: Numbers,
  refuse: Refusals,
): void {
  if (heads.some((count, layer) => count > MOST_HEADS || (keyHeads[layer] ?? 0) > count))
    throw refuse.broken('its attention heads do not fit together')
  for (const key of ['key_length', 'value_length']) {
    const width = settings.whole(`${architecture}.attention.${key}`)
    if (width === 0 || (width ?? 1) > WIDEST_HEAD) throw refuse.broken(`its setting "${key}" is ${width}`)
  }
}

function checkRope(settings: Settings, architecture: string, refuse: Refusals): void {
  const scaling = settings.text(`${architecture}.rope.scaling.type`)
  if (scaling !== null && !ROPE_SCALINGS.includes(scaling))
    throw refuse.broken('it counts positions in an unknown way')
  const turned = settings.whole(`${architecture}.rope.dimension_count`)
  const headWidth = settings.whole(`${architecture}.attention.key_length`)
  if (turned === null || headWidth === null || turned === headWidth) return
  if (turned > headWidth || WHOLE_HEAD_ROPE.includes(architecture))
    throw refuse.broken('its positions do not fit its attention heads')
}

function checkExperts(
  settings: Settings,
  architecture: string,
  tensors: readonly TensorInfo[],
  refuse: Refusals,
): void {
  const experts = settings.whole(`${architecture}.expert_count`) ?? 0
  const used = settings.whole(`${architecture}.expert_used_count`) ?? 0
  if (experts > MOST_EXPERTS || used > experts || (experts > 0 && used === 0))
    throw refuse.broken(`it claims to use ${used} of ${experts} experts`)
  if (experts > 0 && !tensors.some(({ name }) => /_exps|ffn_(?:gate|up|down)\.\d/.test(name)))
    throw refuse.broken('its experts are missing')
}

/** Tensors of a layer are named "blk.12.…". */
function checkTensors(tensors: readonly TensorInfo[], numbers: Numbers, refuse: Refusals): void {
  const found = new Set<number>()
  for (const { name, dimensions, type } of tensors) {
    // Norms and biases are 32-bit; with other types llama.cpp ends the process in the middle of an answer.
    const unfit = dimensions.length === 1 ? type !== 'F32' : NO_WEIGHTS.includes(type) && WEIGHTS.test(name)
    if (unfit) throw refuse.broken(`its tensor ${shown(name)} is of the type ${type}`)
    const [, number, what = ''] = /^blk\.(\d{1,6})\.(.*)/.exec(name) ?? []
    if (number === undefined) continue
    const layer = Number(number)
    found.add(layer)
    if (layer >= numbers.layers) continue
    const heads = Math.min(numbers.heads[layer] ?? 0, numbers.keyHeads[layer] ?? 0)
    if (/^attn_(?:k|qkv)\.weight/.test(what) && heads === 0)
      throw refuse.broken(`layer ${layer + 1} has no attention heads`)
    if (/^ffn_(?:up|down)\.weight/.test(what) && (numbers.feedForward[layer] ?? 0) === 0)
      throw refuse.broken(`the feed-forward part of layer ${layer + 1} has no width`)
  }
  if (found.size === 0) return
  for (let layer = 0; layer < numbers.layers; layer++) {
    if (!found.has(layer)) throw refuse.broken(`layer ${layer + 1} of ${numbers.layers} is missing`)
  }
}
