import type { CacheType } from '../../contract/context-choice.ts'
import type { Fit } from '../../contract/model-facts.ts'
import type { CacheShape, ModelHeader } from '../header/model-header.ts'

/** How numbers of the cache are stored, in bytes each: blocks of 32 share a scale of 2 bytes. */
export const CACHE_TYPES: Readonly<Record<CacheType, number>> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 }

export type FitQuestion = {
  readonly model: Pick<
    ModelHeader,
    'cache' | 'tensorBytes' | 'vocabulary' | 'width' | 'heads' | 'feedForward' | 'trainedContext'
  >
  /** Tokens that are to fit at once. */
  readonly contextSize: number
  readonly cacheType: CacheType
  /** Bytes that are free now, with what the model before will give back. */
  readonly freeBytes: number
}

const MIB = 2 ** 20
/** A process with llama.cpp in it and a model open, beside what is counted below. Measured, and a little more. */
const PROCESS_BYTES = 174 * MIB
/** What llama.cpp and its binding keep of a token of the vocabulary. Measured. */
const TOKEN_BYTES = 930
/** Tokens that Ponder reads at once. */
const READ_AT_ONCE = 256
/** Tokens that llama.cpp could read at once, for which a cache with a window has room. */
const BATCH = 512
/** Above this share of the free memory other programs begin to suffer. */
const COMFORTABLE = 0.85
/** Contexts are whole multiples of this, and no shorter. */
const CONTEXT_STEP = 512

/**
 * Whether a model fits into the memory of a machine whose processor runs it, estimated before it is opened, from its
 * header alone.
 *
 *     need = process + vocabulary + weights + cache + buffers
 *     cache = context · (keys + values) · bytes per number
 *     buffers = tokens read at once · (context · (6 · heads + 8) + 16 · width + 6 · feed-forward)
 *
 * weights = `tensorBytes`; keys and values = numbers kept per token over all layers (`cache`), of layers with a window for
 * the tokens of that window and of one batch; everything in bytes. Without flash attention, which Ponder does not use on
 * processors, the scores of all heads stand there in 32 bits and once more in 16, beside a mask. A quantised cache needs
 * flash attention, which has no scores and a mask of 16 bits.
 * Not counted: what llama.cpp reserves for a whole batch and never touches, and pages of the file that it has read once to
 * lay its weights out anew; the system takes them back. That what it frees is given back is seen to in
 * `shell/child-environment.ts`.
 *
 * Example: 42 MiB of weights, 32,000 tokens, width 512, 8 heads, feed-forward 1536, and 2048 numbers of keys and as many of
 * values per token. At 4096 tokens: 174 + 28.4 + 42 + 32 + 60.3 = 336.6 MiB; measured were 334.
 */
export function estimateFit(question: FitQuestion): Fit {
  const { model, contextSize, cacheType, freeBytes } = question
  const needBytes = needOf(model, contextSize, cacheType)
  return {
    kind: needBytes > freeBytes ? 'too-big' : needBytes > freeBytes * COMFORTABLE ? 'tight' : 'fits',
    needBytes,
    haveBytes: freeBytes,
    largestContext: largestContext(question),
  }
}

function needOf(model: FitQuestion['model'], contextSize: number, cacheType: CacheType): number {
  return Math.round(
    PROCESS_BYTES +
      model.vocabulary * TOKEN_BYTES +
      model.tensorBytes +
      cacheBytes(model.cache, contextSize, cacheType) +
      bufferBytes(model, contextSize, cacheType),
  )
}

function cacheBytes(cache: CacheShape | null, contextSize: number, cacheType: CacheType): number {
  if (cache === null) return 0
  const { windowed } = cache
  const seen = windowed === null ? 0 : Math.min(contextSize, windowed.window + BATCH)
  const numbers =
    contextSize * (cache.keys + cache.values) +
    (windowed === null ? 0 : seen * (windowed.keys + windowed.values))
  return numbers * CACHE_TYPES[cacheType] + cache.stateBytes
}

function bufferBytes(
  { width, heads, feedForward }: FitQuestion['model'],
  contextSize: number,
  cacheType: CacheType,
): number {
  const scores = contextSize * (cacheType === 'f16' ? 6 * heads + 8 : 4)
  return Math.min(READ_AT_ONCE, contextSize) * (scores + 16 * width + 6 * feedForward)
}

/** The need grows with the context, so it is halved towards. */
function largestContext({ model, cacheType, freeBytes }: FitQuestion): number | null {
  const fits = (steps: number): boolean => needOf(model, steps * CONTEXT_STEP, cacheType) <= freeBytes
  let least = 1
  let most = Math.max(1, Math.floor((model.trainedContext ?? CONTEXT_STEP) / CONTEXT_STEP))
  if (!fits(least)) return null
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fits(middle)) least = middle
    else most = middle - 1
  }
  return Math.min(least * CONTEXT_STEP, model.trainedContext ?? CONTEXT_STEP)
}
