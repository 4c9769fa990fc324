import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  collectWords,
  judgeOn,
  judgeOnce,
  promptForm,
  type Judgement,
  type Pair,
} from '../capabilities/grade-answers/index.ts'
import { judgementSchema } from '../contract/grades.ts'
import type { LoadedModel } from '../contract/models.ts'
import { timingsSchema, type Mode } from '../contract/turns.ts'
import type { ChatMessage, Engine } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import type { BesideChat } from './beside-chat.ts'

/** Enough for answers to differ where the model is not sure. */
const SAMPLE_TEMPERATURE = 0.7
const SAMPLE_LIMIT = 2048

/** A model at work beside the chat. */
export type Bench = { readonly engine: Pick<Engine, 'generate'>; readonly model: LoadedModel }

const sampleSchema = z.object({
  thought: z.string(),
  text: z.string(),
  wasCut: z.boolean(),
  tokens: z.object({ read: z.int(), reused: z.int(), thought: z.int(), answer: z.int() }),
  ms: timingsSchema,
})
export type Sample = Readonly<z.infer<typeof sampleSchema>>

/** One piece of work for one conversation, done once: the same question to the same model is answered from what is kept. */
export type JudgeSteps = ReturnType<typeof createJudgeSteps>

export function createJudgeSteps(store: Store, beside: BesideChat) {
  /** Milliseconds of work so far, without waiting; the caller takes differences. */
  let worked = 0

  async function once<Schema extends z.ZodType>(
    conversationId: string,
    key: readonly unknown[],
    schema: Schema,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<z.output<Schema>>,
  ): Promise<z.output<Schema>> {
    signal.throwIfAborted()
    const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex')
    const kept = store.judgeWork(conversationId, hash, schema)
    if (kept !== null) return kept
    const done = await beside.run(async (stop) => {
      const began = performance.now()
      const result = await work(stop)
      worked += performance.now() - began
      return result
    }, signal)
    store.saveJudgeWork(conversationId, hash, done)
    return done
  }

  return {
    worked: () => worked,

    /** Another answer to the same messages. */
    sample: (
      { engine, model }: Bench,
      conversationId: string,
      messages: readonly ChatMessage[],
      seed: number,
      signal: AbortSignal,
    ): Promise<Sample> => {
      const mode = workingMode(model)
      const key = ['sample', nameOf(model), mode, SAMPLE_TEMPERATURE, seed, messages]
      return once(conversationId, key, sampleSchema, signal, async (stop) => {
        const request = {
          messages,
          mode,
          begun: null,
          thoughtBudget: SAMPLE_LIMIT,
          answerLimit: SAMPLE_LIMIT,
        }
        const how = { ...request, temperature: SAMPLE_TEMPERATURE, seed }
        const words = await collectWords(engine, how, stop)
        return { ...words, thought: words.thought.trim(), text: words.text.trim() }
      })
    },

    /** Vote number `vote` of `votes` in one order. */
    judge: (
      { engine, model }: Bench,
      conversationId: string,
      pair: Pair,
      { swapped, vote, votes }: { readonly swapped: boolean; readonly vote: number; readonly votes: number },
      signal: AbortSignal,
    ): Promise<Judgement> => {
      const mode = workingMode(model)
      const form = promptForm(model.contextSize)
      const key = ['judge', nameOf(model), mode, form, pair, swapped, votes > 1, vote]
      return once(conversationId, key, judgementSchema, signal, (stop) =>
        judgeOnce(judgeOn(engine, mode, stop), pair, swapped, { form, votes }, vote),
      )
    },
  }
}

/** The same file with the same template. */
function nameOf({ id, sizeBytes, template, contextSize }: LoadedModel): readonly unknown[] {
  return [id, sizeBytes, template, contextSize]
}

export function workingMode({ thinking }: LoadedModel): Mode {
  return thinking.canThink ? 'think' : 'plain'
}
