import { z } from 'zod'
import { collectSeveral, collectWords, type Words } from '../../capabilities/grade-answers/index.ts'
import type { LoadedModel } from '../../contract/models.ts'
import { timingsSchema } from '../../contract/turns.ts'
import type { ChatMessage } from '../../engine/engine.ts'
import { nameOfModel, workingMode, type Bench } from './bench.ts'
import type { KeptWork, WorkKey } from './kept-work.ts'

/** Enough for answers to differ where the model is not sure. */
const SAMPLE_TEMPERATURE = 0.7
const SAMPLE_LIMIT = 2048

const sampleSchema = z.object({
  thought: z.string(),
  text: z.string(),
  wasCut: z.boolean(),
  tokens: z.object({ read: z.int(), reused: z.int(), thought: z.int(), answer: z.int() }),
  ms: timingsSchema,
})
export type Sample = Readonly<z.infer<typeof sampleSchema>>

/** Told of each sample as it comes, in any order. `isLast`: all of those that were asked for together are there. */
export type Arrived = (seed: number, sample: Sample, isLast: boolean) => void

/** On a processor several at once are no faster than one after another, and take more memory. */
export function runsOnGraphics({ device }: LoadedModel): boolean {
  return device.kind !== 'cpu'
}

/** Other answers to the same messages, one for each seed, by a model that thinks where it can. */
export function createSampleSteps(
  work: KeptWork,
  /** Whether a model writes several at once. */
  writesSeveral: (model: LoadedModel) => boolean,
) {
  const keyOf = (
    { model }: Bench,
    conversationId: string,
    messages: readonly ChatMessage[],
    seed: number,
  ): WorkKey => {
    const how = [workingMode(model), SAMPLE_TEMPERATURE, seed, messages]
    return { conversationId, parts: ['sample', nameOfModel(model), ...how] }
  }

  const sample = (
    bench: Bench,
    conversationId: string,
    messages: readonly ChatMessage[],
    seed: number,
    signal: AbortSignal,
  ): Promise<Sample> => {
    const key = keyOf(bench, conversationId, messages, seed)
    return work.once(bench, key, sampleSchema, signal, async (stop) =>
      sampleOf(await collectWords(bench.engine, requestFor(bench, messages, seed), stop)),
    )
  }

  /** Those that are not kept are asked for together; who makes way for the chat has kept what was finished. */
  const sampleTogether = async (
    bench: Bench,
    conversationId: string,
    messages: readonly ChatMessage[],
    seeds: readonly number[],
    signal: AbortSignal,
    arrived: Arrived,
  ): Promise<void> => {
    const left = new Set(seeds)
    const arrive = (seed: number, made: Sample) => {
      left.delete(seed)
      arrived(seed, made, left.size === 0)
    }
    for (const seed of seeds) {
      const kept = work.find(keyOf(bench, conversationId, messages, seed), sampleSchema)
      if (kept !== null) arrive(seed, kept)
    }
    if (left.size === 0) return
    await bench.run(async (stop) => {
      let since = performance.now()
      const request = requestFor(bench, messages, 0)
      await collectSeveral(bench.engine, request, [...left], stop, (seed, words) => {
        const made = sampleOf(words)
        const now = performance.now()
        work.keep(keyOf(bench, conversationId, messages, seed), made, now - since)
        since = now
        arrive(seed, made)
      })
    }, signal)
  }

  return {
    /** For all of these seeds where the model writes several at once, else for the first of them. */
    samples: async (
      bench: Bench,
      conversationId: string,
      messages: readonly ChatMessage[],
      seeds: readonly number[],
      signal: AbortSignal,
      arrived: Arrived,
    ): Promise<void> => {
      signal.throwIfAborted()
      const [first] = seeds
      if (first === undefined) return
      if (writesSeveral(bench.model) && seeds.length > 1)
        return sampleTogether(bench, conversationId, messages, seeds, signal, arrived)
      arrived(first, await sample(bench, conversationId, messages, first, signal), true)
    },
  }
}

function requestFor({ model }: Bench, messages: readonly ChatMessage[], seed: number) {
  return {
    messages,
    mode: workingMode(model),
    begun: null,
    thoughtBudget: SAMPLE_LIMIT,
    answerLimit: SAMPLE_LIMIT,
    temperature: SAMPLE_TEMPERATURE,
    seed,
  }
}

function sampleOf({ thought, text, wasCut, tokens, ms }: Words): Sample {
  return { thought: thought.trim(), text: text.trim(), wasCut, tokens, ms }
}
