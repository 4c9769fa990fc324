import { z } from 'zod'
import { call, stream } from '../../contract/define.ts'

/** Between core and the vision engine's child. Mirrors vision-engine.ts, whose types core speaks. */

const promptSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({ kind: z.literal('image'), path: z.string() }),
    ]),
  )
  .readonly()

const loadRequestSchema = z.object({
  modelPath: z.string(),
  projectorPath: z.string(),
  contextSize: z.int().positive(),
  threads: z.int().positive(),
})
const loadedSchema = z.object({
  architecture: z.string(),
  projector: z.string(),
  contextSize: z.int().positive(),
  imageSide: z.int().positive().nullable(),
  loadMs: z.number(),
})

const requestSchema = z.object({
  prompt: promptSchema,
  maxTokens: z.int().positive(),
  stop: z.array(z.string().min(1)).readonly(),
  temperature: z.number().nonnegative(),
  seed: z.int32(),
  notFirst: z.array(z.int()).readonly().optional(),
})
const tokensSchema = z.int().nonnegative()
const pieceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reading'),
    promptTokens: tokensSchema,
    reusedTokens: tokensSchema,
    imageTokens: tokensSchema,
    looking: z.boolean(),
  }),
  z.object({ kind: z.literal('answer'), text: z.string(), tokens: tokensSchema }),
  z.object({
    kind: z.literal('finished'),
    why: z.enum(['complete', 'answer-limit', 'context-full', 'stopped']),
    promptTokens: tokensSchema,
    readTokens: tokensSchema,
    answerTokens: tokensSchema,
    generateMs: z.number().nonnegative(),
  }),
])

const wordSchema = z.object({
  word: z.string(),
  probability: z.number().min(0).max(1),
  whole: z.boolean(),
})

const nothing = z.null()

export const visionContract = {
  /** Answered as soon as the child runs; later it shows that the child is not stuck. */
  ping: call(nothing, nothing),
  /** Once in a child's life: another model gets another child. */
  load: call(loadRequestSchema, loadedSchema),
  countTokens: call(promptSchema, tokensSchema),
  answer: stream(requestSchema, pieceSchema),
  nextWords: call(
    z.object({ prompt: promptSchema, words: z.array(z.string().min(1)).readonly() }),
    z.array(wordSchema).readonly(),
  ),
  nextTokens: call(
    promptSchema,
    z.object({
      tokens: z.array(z.object({ text: z.string(), probability: z.number().min(0).max(1) })).readonly(),
      readTokens: tokensSchema,
    }),
  ),
  tokensBehind: call(
    z.object({ prompt: promptSchema, text: z.string().min(1) }),
    z.array(z.string()).readonly().nullable(),
  ),
  /** Answered when the library does nothing any more: after a stop, when it has really stopped. */
  settled: call(nothing, nothing),
}
export type VisionContract = typeof visionContract

/** The library is in no known state after one of these: the child must not be asked again. */
export const FATAL_CODES: ReadonlySet<string> = new Set([
  'vision-failed',
  'vision-stuck',
  'vision-load-failed',
  'unexpected',
])
