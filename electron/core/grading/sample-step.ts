import { z } from 'zod'
import { collectSeveral, collectWords, type Words } from '../../capabilities/grade-answers/index.ts'
import type { LoadedModel } from '../../contract/models.ts'
import { timingsSchema } from '../../contract/turns.ts'
import type { ChatMessage } from '../../engine/engine.ts'
import { isReplaced, nameOfModel, workingMode, type Bench } from './bench.ts'
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

/** A question, and the model that is to answer it. */
export type Asked = {
  readonly bench: Bench
  readonly conversationId: string
  readonly messages: readonly ChatMessage[]
}

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
  const sample = (asked: Asked, seed: number, signal: AbortSignal): Promise<Sample> => {
    const { bench } = asked
    return work.once(bench, keyOf(asked, seed), sampleSchema, signal, async (stop) =>
      sampleOf(await collectWords(bench.engine, requestFor(asked, seed), stop)),
    )
  }

  /** Those that are not kept are asked for together; who makes way for the chat has kept what was finished. */
  const sampleTogether = async (
    asked: Asked,
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
      const kept = work.find(keyOf(asked, seed), sampleSchema)
      if (kept !== null) arrive(seed, kept)
    }
    if (left.size === 0) return
    const { bench } = asked
    await bench.run(async (stop) => {
      // Its engine may have died, or made way, behind the last one.
      if (left.size === 0) return
      let since = performance.now()
      await collectSeveral(bench.engine, requestFor(asked, 0), [...left], stop, (seed, words) => {
        const made = sampleOf(words)
        const now = performance.now()
        work.keep(keyOf(asked, seed), made, now - since, signal)
        since = now
        arrive(seed, made)
      })
    }, signal)
  }

  return {
    /**
     * For all of these seeds where the model writes several at once, else for the first of them. Fewer, or none, come where
     * another model took its place: that one is to be asked for the others.
     */
    samples: async (
      asked: Asked,
      seeds: readonly number[],
      signal: AbortSignal,
      arrived: Arrived,
    ): Promise<void> => {
      signal.throwIfAborted()
      const [first] = seeds
      if (first === undefined) return
      try {
        if (writesSeveral(asked.bench.model) && seeds.length > 1)
          return await sampleTogether(asked, seeds, signal, arrived)
        arrived(first, await sample(asked, first, signal), true)
      } catch (thrown) {
        if (!isReplaced(thrown)) throw thrown
      }
    },
  }
}

function keyOf({ bench, conversationId, messages }: Asked, seed: number): WorkKey {
  const { model } = bench
  const how = [workingMode(model), SAMPLE_TEMPERATURE, seed, messages]
  return { conversationId, parts: ['sample', nameOfModel(model), ...how] }
}

function requestFor({ bench, messages }: Asked, seed: number) {
  return {
    messages,
    mode: workingMode(bench.model),
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
