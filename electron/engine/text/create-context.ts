import { InsufficientMemoryError } from 'node-llama-cpp'
import type { LlamaContext, LlamaContextOptions, LlamaModel } from 'node-llama-cpp'
import type { CacheType } from '../../contract/context-choice.ts'
import type { LoadRequest } from '../engine.ts'
import type { LlamaCpp } from './llama-cpp.ts'
import { contextTooLarge } from './load-problem.ts'

/** Memory, not weights, is what a long context costs on small machines; more is opened only when asked for. */
const LARGEST_OWN_CONTEXT = 8192
export const SMALLEST_CONTEXT = 512
const CACHE_TYPES = { q8_0: 'Q8_0', q4_0: 'Q4_0' } as const

/** A context of the length that was asked for, or as long as memory allows. */
export async function createContext(
  engine: LlamaCpp,
  model: LlamaModel,
  request: LoadRequest,
  threads: number,
  signal: AbortSignal,
): Promise<LlamaContext> {
  const trained = model.trainContextSize
  const wanted = Math.min(request.contextSize ?? LARGEST_OWN_CONTEXT, trained)
  try {
    return await model.createContext({
      contextSize:
        request.contextSize === null ? { min: Math.min(SMALLEST_CONTEXT, wanted), max: wanted } : wanted,
      threads,
      ...attentionFor(request.cacheType ?? 'f16', engine.llama.gpu === false),
      createSignal: signal,
    })
  } catch (error) {
    if (!(error instanceof InsufficientMemoryError)) throw error
    const size = request.contextSize === null ? Math.min(SMALLEST_CONTEXT, wanted) : wanted
    throw contextTooLarge(request.name, size, await contextBytes(model, size), error)
  }
}

/** On processors flash attention makes answers in long conversations up to a third slower; a cache in fewer bits needs it. */
export function attentionFor(cacheType: CacheType, isProcessor: boolean): Partial<LlamaContextOptions> {
  if (cacheType === 'f16') return { flashAttention: isProcessor ? false : 'auto' }
  const type = CACHE_TYPES[cacheType]
  return { flashAttention: true, experimentalKvCacheKeyType: type, experimentalKvCacheValueType: type }
}

/** Estimated on a small context, because the estimate itself takes long for a large one. */
async function contextBytes(model: LlamaModel, contextSize: number): Promise<number> {
  const sample = Math.min(SMALLEST_CONTEXT, contextSize)
  const { cpuRam, gpuVram } = await model.fileInsights.estimateContextResourceRequirementsV2({
    contextSize: sample,
    modelGpuLayers: model.gpuLayers,
  })
  return ((cpuRam + gpuVram) / sample) * contextSize
}
