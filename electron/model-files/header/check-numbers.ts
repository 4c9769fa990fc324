import type { TensorInfo, TensorType } from '../gguf/format.ts'
import { turnsWholeHeads } from './known-architectures.ts'
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
/** Architectures in which llama.cpp takes these for granted. */
const WITH_EXPERTS = ['smallthinker']
const WITH_ROPE_SECTIONS = ['paddleocr']

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
  checkRope(settings, architecture, numbers, refuse)
  checkExperts(settings, architecture, tensors, refuse)
  for (const key of ['layer_norm_rms_epsilon', 'layer_norm_epsilon', 'group_norm_epsilon']) {
    const epsilon = settings.real(of(`attention.${key}`)) ?? 0
    if (!(epsilon >= 0 && epsilon < 1)) throw refuse.broken(`its setting "${key}" is ${epsilon}`)
  }
  const foresight = settings.whole(of('nextn_predict_layers')) ?? 0
  if (foresight > layers) throw refuse.broken('it claims more layers of foresight than layers')
  checkTensors(tensors, numbers, refuse)
  // Layers of foresight may have been left out, and some models go through the same layers again.
  const isLooped = ['num_loops', 'hrm.h_cycles'].some((key) => settings.find(of(key)) !== undefined)
  if (!isLooped) checkLayers(tensors, layers - foresight, refuse)
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

function checkRope(
  settings: Settings,
  architecture: string,
  { width, heads }: Numbers,
  refuse: Refusals,
): void {
  const scaling = settings.text(`${architecture}.rope.scaling.type`)
  if (scaling !== null && !ROPE_SCALINGS.includes(scaling))
    throw refuse.broken('it counts positions in an unknown way')
  const turned = settings.whole(`${architecture}.rope.dimension_count`)
  const headWidth =
    settings.whole(`${architecture}.attention.key_length`) ?? Math.floor(width / Math.max(1, ...heads))
  const sections = settings.find(`${architecture}.rope.dimension_sections`)
  const turnsSections = sections?.kind === 'array' && sections.items.some((width) => Number(width) > 0)
  if (WITH_ROPE_SECTIONS.includes(architecture) && !turnsSections)
    throw refuse.broken('it does not say how it counts positions')
  if (turned === null || turned === headWidth) return
  const keepsState = settings.find(`${architecture}.ssm.conv_kernel`) !== undefined
  const fits = turned <= headWidth && (turned > 0 || keepsState)
  if (!fits || turnsWholeHeads.has(architecture))
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
  if (experts === 0 && WITH_EXPERTS.includes(architecture)) throw refuse.broken('it has no experts')
  if (experts > MOST_EXPERTS || used > experts || (experts > 0 && used === 0))
    throw refuse.broken(`it claims to use ${used} of ${experts} experts`)
  if (experts > 0 && !tensors.some(({ name }) => /_exps|ffn_(?:gate|up|down)\.\d/.test(name)))
    throw refuse.broken('its experts are missing')
}

function checkTensors(tensors: readonly TensorInfo[], numbers: Numbers, refuse: Refusals): void {
  for (const { name, dimensions, type } of tensors) {
    // Norms and biases are 32-bit; with other types llama.cpp ends the process in the middle of an answer.
    const unfit = dimensions.length === 1 ? type !== 'F32' : NO_WEIGHTS.includes(type) && WEIGHTS.test(name)
    if (unfit) throw refuse.broken(`its tensor ${shown(name)} is of the type ${type}`)
  }
  // In single layers both may be 0: those keep a state instead, or have no such part.
  const layersWith = (part: RegExp): Set<number> =>
    new Set(tensors.flatMap(({ name }) => (part.test(name) ? [Number(name.split('.')[1])] : [])))
  const keepsState = layersWith(/^blk\.\d+\.(?:ssm|shortconv|time_mix|attn_gate)/)
  for (const layer of layersWith(/^blk\.\d+\.attn_(?:k|qkv)\.weight/)) {
    if ((numbers.keyHeads[layer] ?? 0) === 0 && !keepsState.has(layer))
      throw refuse.broken(`layer ${layer + 1} has attention but no attention heads`)
  }
  const widest = Math.max(0, ...numbers.feedForward)
  if (widest === 0 && layersWith(/^blk\.\d+\.ffn_(?:up|down)\.weight/).size > 0)
    throw refuse.broken('its feed-forward part has no width')
}

/** Tensors of a layer are named "blk.12.…". */
function checkLayers(tensors: readonly TensorInfo[], layers: number, refuse: Refusals): void {
  const found = new Set(tensors.map(({ name }) => /^blk\.(\d{1,6})\./.exec(name)?.[1]))
  if (!found.has('0')) return
  for (let layer = 0; layer < layers; layer++) {
    if (!found.has(String(layer))) throw refuse.broken(`layer ${layer + 1} of ${layers} is missing`)
  }
}
