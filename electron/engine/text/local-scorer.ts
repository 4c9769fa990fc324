import type { LlamaModel, LlamaRankingContext } from 'node-llama-cpp'
import type { Device } from '../../contract/devices.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import { loadProblem } from './load-problem.ts'
import { openLlamaCpp } from './llama-cpp.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Room for a question and an answer; more would cost memory beside the chat. */
const LARGEST_CONTEXT = 4096

export type ScoreRequest = {
  readonly path: string
  readonly name: string
  readonly device: Device | null
  readonly query: string
  readonly documents: readonly string[]
}

type Opened = {
  readonly path: string
  readonly model: LlamaModel
  readonly context: LlamaRankingContext
}

/** Scores by a model with a ranking head, in this very process. It is opened at the first request and stays open. */
export function createLocalScorer() {
  let opened: Opened | null = null
  const turns = oneAtATime()

  async function open({ path, name, device }: ScoreRequest, signal: AbortSignal): Promise<Opened> {
    if (opened?.path === path) return opened
    await opened?.model.dispose()
    opened = null
    const header = readModelHeader(path, name)
    const { llama, log } = await openLlamaCpp(device)
    log.clear()
    let model: LlamaModel | null = null
    try {
      model = await llama.loadModel({ modelPath: path, loadSignal: signal })
      const contextSize = Math.min(LARGEST_CONTEXT, model.trainContextSize)
      const context = await model.createRankingContext({ contextSize, createSignal: signal })
      return (opened = { path, model, context })
    } catch (error) {
      await model?.dispose()
      if (signal.aborted) throw signal.reason
      throw loadProblem(error, name, header.fileBytes, log.lines())
    }
  }

  return {
    /** 0 to 1 each, higher is better. */
    score: async (request: ScoreRequest, signal: AbortSignal): Promise<number[]> => {
      const leave = await turns.enter()
      try {
        signal.throwIfAborted()
        const { context } = await open(request, signal)
        const scores: number[] = []
        for (const document of request.documents) {
          signal.throwIfAborted()
          if (context.calculateInputLength(request.query, document) >= context.contextSize)
            throw tooLong(request.name, context.contextSize)
          scores.push(await context.rank(request.query, document))
        }
        return scores
      } finally {
        leave()
      }
    },
  }
}

function tooLong(name: string, contextSize: number): PonderError {
  return new PonderError({
    code: 'prompt-too-long',
    message: `The question and the answer are longer than the ${contextSize} tokens that ${name} reads at once.`,
    remedy: 'Choose a judge with a larger context in the settings.',
  })
}
