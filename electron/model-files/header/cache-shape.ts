import type { Numbers } from './check-numbers.ts'
import type { CacheShape } from './model-header.ts'
import type { Settings } from './settings.ts'

/**
 * Every how many layers one looks at the whole conversation, the others at a window; for architectures whose files do
 * not say it because llama.cpp knows it. Others with a window are counted as if every layer looked at everything.
 */
const WINDOW_PATTERNS: Readonly<Record<string, number>> = {
  cohere2: 4,
  exaone4: 4,
  'exaone-moe': 4,
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  'gpt-oss': 2,
  olmo2: 4,
  smallthinker: 4,
}

/** What each token costs in the KV cache, from the numbers that llama.cpp takes it from. */
export function cacheShapeOf(
  settings: Settings,
  architecture: string,
  { layers, width, heads, keyHeads }: Numbers,
): CacheShape {
  const of = (key: string): string => `${architecture}.${key}`
  const headWidth = width / Math.max(1, ...heads)
  const keyWidth = settings.whole(of('attention.key_length')) ?? headWidth
  const valueWidth = settings.whole(of('attention.value_length')) ?? headWidth
  // Latent attention (DeepSeek) keeps one compressed vector per token, from which both come.
  const latent = settings.whole(of('attention.key_length_mla')) !== null
  const windowed = windowedLayers(settings, architecture, layers)
  const recurrent = recurrentLayers(settings, architecture, layers, keyHeads)

  const shape = { keys: 0, values: 0, windowKeys: 0, windowValues: 0 }
  for (let layer = 0; layer < layers; layer++) {
    if (recurrent[layer] === true) continue
    const keys = (keyHeads[layer] ?? 0) * keyWidth
    const values = latent ? 0 : (keyHeads[layer] ?? 0) * valueWidth
    if (windowed?.layers[layer] === true) {
      shape.windowKeys += keys
      shape.windowValues += values
    } else {
      shape.keys += keys
      shape.values += values
    }
  }
  return {
    keys: Math.ceil(shape.keys),
    values: Math.ceil(shape.values),
    windowed:
      windowed === null
        ? null
        : {
            keys: Math.ceil(shape.windowKeys),
            values: Math.ceil(shape.windowValues),
            window: windowed.window,
          },
    stateBytes: recurrent.filter(Boolean).length * stateBytesOfLayer(settings, architecture, width),
  }
}

/** Which layers look at the last `window` tokens only; null when none does. */
function windowedLayers(settings: Settings, architecture: string, layers: number) {
  const window = settings.whole(`${architecture}.attention.sliding_window`)
  if (window === null || window === 0) return null
  const key = `${architecture}.attention.sliding_window_pattern`
  const stated = settings.find(key)
  if (stated?.kind === 'array') {
    return { window, layers: (settings.perLayer(key, layers) ?? []).map((flag) => flag === 1) }
  }
  const every = settings.whole(key) ?? WINDOW_PATTERNS[architecture] ?? 1
  return {
    window,
    layers: Array.from({ length: layers }, (_, layer) => every > 1 && layer % every < every - 1),
  }
}

/** Which layers keep a state instead of a cache: those without key heads, or all but every so manieth. */
function recurrentLayers(
  settings: Settings,
  architecture: string,
  layers: number,
  keyHeads: readonly number[],
): boolean[] {
  const every = settings.whole(`${architecture}.full_attention_interval`)
  const hasState = stateNumbers(settings, architecture, 1) > 0
  return Array.from({ length: layers }, (_, layer) => {
    if (keyHeads[layer] === 0) return true
    return hasState && every !== null && every > 0 && (layer + 1) % every !== 0
  })
}

function stateBytesOfLayer(settings: Settings, architecture: string, width: number): number {
  return 4 * stateNumbers(settings, architecture, width)
}

/** 32-bit numbers in the state of one layer. */
function stateNumbers(settings: Settings, architecture: string, width: number): number {
  const whole = (key: string): number => settings.whole(`${architecture}.${key}`) ?? 0
  const inner = whole('ssm.inner_size')
  const state = whole('ssm.state_size')
  const convolution =
    Math.max(0, whole('ssm.conv_kernel') - 1) * (inner + 2 * whole('ssm.group_count') * state)
  const short = Math.max(0, whole('shortconv.l_cache') - 1) * width
  const rwkv = whole('wkv.head_size') * width + whole('token_shift_count') * width
  return convolution + inner * state + short + rwkv
}
