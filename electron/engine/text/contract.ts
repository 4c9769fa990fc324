import { z } from 'zod'
import { cacheTypeSchema } from '../../contract/context-choice.ts'
import { call, stream } from '../../contract/define.ts'
import { deviceSchema } from '../../contract/devices.ts'
import { loadedModelSchema, shownTemplateSchema, templateChoiceSchema } from '../../contract/models.ts'
import { modeSchema, thoughtEndSchema } from '../../contract/turns.ts'

/** Between core and the text engine's child. Mirrors ../engine.ts, whose types core speaks. */

const chatMessageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), text: z.string() }),
  z.object({
    role: z.literal('user'),
    text: z.string(),
    images: z
      .array(z.object({ at: z.int().nonnegative(), path: z.string() }))
      .readonly()
      .optional(),
  }),
  z.object({ role: z.literal('assistant'), thought: z.string(), text: z.string() }),
])
const messagesSchema = z.array(chatMessageSchema).readonly()

const begunSchema = z.object({ thought: z.string(), thoughtEnded: z.boolean(), text: z.string() }).nullable()

const generateRequestSchema = z.object({
  messages: messagesSchema,
  mode: modeSchema,
  choice: z.object({ bias: z.number(), weight: z.number(), isFlipped: z.boolean() }).optional(),
  effort: z.string().nullish(),
  begun: begunSchema,
  thoughtBudget: z.int().nonnegative().nullable(),
  answerLimit: z.int().positive(),
  temperature: z.number().nonnegative(),
  seed: z.int(),
  lane: z.enum(['chat', 'background']).optional(),
  tellsConfidence: z.boolean().optional(),
})

const tokensSchema = z.int().nonnegative()
const enginePieceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), read: tokensSchema, toRead: tokensSchema, reused: tokensSchema }),
  z.object({
    kind: z.literal('decided'),
    mode: z.enum(['think', 'quick']),
    pThink: z.number(),
    by: z.enum(['own-decision', 'yes-no']),
    ms: z.number().nonnegative(),
  }),
  z.object({ kind: z.literal('thought'), text: z.string(), tokens: tokensSchema }),
  z.object({ kind: z.literal('thought-ended'), why: thoughtEndSchema }),
  z.object({ kind: z.literal('answer'), text: z.string(), tokens: tokensSchema }),
  z.object({ kind: z.literal('answer-was-thought') }),
  z.object({
    kind: z.literal('finished'),
    why: z.enum(['complete', 'answer-limit', 'context-full', 'stopped']),
    promptTokens: tokensSchema,
    reusedTokens: tokensSchema,
    generateMs: z.number().nonnegative(),
    confidence: z.number().optional(),
  }),
])

const marksSchema = z.object({ open: z.string(), close: z.string() }).nullable()
const renderedSchema = z.object({
  pieces: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('text'), text: z.string() }),
        z.object({ kind: z.literal('image'), path: z.string() }),
      ]),
    )
    .readonly(),
  stop: z.array(z.string().min(1)).readonly(),
  start: z.enum(['thought', 'thought-begun', 'answer', 'answer-begun']),
  marks: z.object({ marks: marksSchema, answerMarks: marksSchema }),
  notFirst: z.array(z.int()).readonly(),
  closers: z.array(z.string()).readonly(),
})

const loadRequestSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  contextSize: z.int().positive().nullable(),
  cacheType: cacheTypeSchema.optional(),
  threads: z.int().positive().nullable(),
  template: templateChoiceSchema.optional(),
})
const loadPieceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.number() }),
  z.object({ kind: z.literal('loaded'), model: loadedModelSchema }),
])

const nothing = z.null()

export const textEngineContract = {
  /** Answered as soon as the child runs; later it shows that the child is not stuck. */
  ping: call(nothing, nothing),
  /** Starts llama.cpp where models will run, off the path of the first load; should it fail, that load says so. */
  warm: call(z.object({ device: deviceSchema.nullable() }), nothing),
  load: stream(
    z.object({
      request: loadRequestSchema,
      probeFolder: z.string().nullable(),
      device: deviceSchema.nullable(),
    }),
    loadPieceSchema,
  ),
  generate: stream(generateRequestSchema, enginePieceSchema),
  generateSeveral: stream(
    z.object({
      request: generateRequestSchema,
      seeds: z.array(z.int()).min(1).readonly(),
      /** False: one after another, in no more memory than one alone. */
      atOnce: z.boolean(),
    }),
    z.object({ index: z.int().nonnegative(), piece: enginePieceSchema }),
  ),
  endThought: call(nothing, nothing),
  decideThinking: call(
    z.object({
      messages: messagesSchema,
      effort: z.string().nullable(),
      lane: z.enum(['chat', 'background']),
    }),
    z.object({
      pThink: z.number(),
      by: z.enum(['own-decision', 'yes-no']),
      ms: z.number().nonnegative(),
    }),
  ),
  countTokens: call(messagesSchema, tokensSchema),
  /** Only written, not read: no KV cache changes. */
  render: call(
    z.object({
      messages: messagesSchema,
      mode: modeSchema,
      effort: z.string().nullable(),
      begun: begunSchema,
      isCut: z.boolean(),
    }),
    renderedSchema,
  ),
  readTemplate: call(nothing, shownTemplateSchema),
  prepare: call(messagesSchema, nothing),
  /** By a model with a ranking head, in a child that has no other. */
  score: call(
    z.object({
      path: z.string(),
      name: z.string(),
      device: deviceSchema.nullable(),
      query: z.string(),
      documents: z.array(z.string()).readonly(),
    }),
    z.array(z.number()),
  ),
}
export type TextEngineContract = typeof textEngineContract
