import { LlamaChat } from 'node-llama-cpp'
import type { ChatWrapper, LlamaContext, LlamaModel } from 'node-llama-cpp'
import type { LoadRequest } from '../engine.ts'
import { attentionFor, createContext } from './create-context.ts'
import type { LlamaCpp } from './llama-cpp.ts'
import type { Beside, OpenModel, SideBySide } from './open-model.ts'

/**
 * The library begins a step before the last sequence of the step before is ready again: of four sequences three share each,
 * and of two never both.
 */
const FEWEST_SEQUENCES = 3
/** Room for two answers and a thought about them; more would cost memory beside the chat's own context. */
const BESIDE_CONTEXT = 4096

type Background = {
  readonly engine: LlamaCpp
  readonly model: LlamaModel
  /** The chat's. */
  readonly own: LlamaContext
  readonly request: LoadRequest
  readonly threads: number
  readonly wrapper: ChatWrapper
}

/** A second context with one sequence, for work beside the chat. */
export async function openBeside({
  engine,
  model,
  own,
  request,
  threads,
  wrapper,
}: Background): Promise<Beside> {
  const contextSize = Math.min(BESIDE_CONTEXT, own.contextSize)
  const never = new AbortController().signal
  const context = await createContext(engine, model, { ...request, contextSize }, threads, never)
  return laneOf(context, wrapper)
}

/**
 * A context with several sequences, of no more than `contextSize` tokens each. Where memory refuses it, half as many are
 * tried, and so on; what is left is the one sequence that works beside the chat anyway. None where it was stopped before.
 */
export async function openSideBySide(
  { engine, model, own, request, threads, wrapper, beside }: Background & Pick<OpenModel, 'beside'>,
  { wanted, contextSize }: { readonly wanted: number; readonly contextSize: number },
  signal: AbortSignal,
): Promise<SideBySide> {
  for (let sequences = wanted; sequences >= FEWEST_SEQUENCES; sequences = Math.floor(sequences / 2)) {
    try {
      const context = await model.createContext({
        sequences,
        contextSize: Math.min(BESIDE_CONTEXT, own.contextSize, contextSize),
        threads,
        ...attentionFor(request.cacheType ?? 'f16', engine.llama.gpu === false),
        createSignal: signal,
      })
      const lanes = Array.from({ length: sequences }, () => laneOf(context, wrapper))
      return { lanes, close: () => context.dispose() }
    } catch {
      if (signal.aborted) return { lanes: [], close: async () => {} }
      // Whatever the library makes of missing memory: fewer need less of it, and if one alone fails too, that is told.
    }
  }
  return { lanes: [await beside()], close: async () => {} }
}

function laneOf(context: LlamaContext, chatWrapper: ChatWrapper): Beside {
  const sequence = context.getSequence()
  return { context, sequence, chat: new LlamaChat({ contextSequence: sequence, chatWrapper }) }
}
