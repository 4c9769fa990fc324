import { z } from 'zod'
import { problemSchema } from './ponder-error.ts'

/** A model the person can choose. Windows know it by `id`, never by its path. */
export const modelEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  /** demo: came with Ponder. own: in the person's models folder. given: named on the command line. */
  origin: z.enum(['demo', 'own', 'given']),
})
export type ModelEntry = Readonly<z.infer<typeof modelEntrySchema>>

/** How a model thinks, found by probing it, never from its name. */
export const thinkingSchema = z.object({
  /** The template's family as the engine renders it, for example "Qwen"; shown in details. */
  wrapper: z.string(),
  /** False: no thought channel, every answer is plain. */
  canThink: z.boolean(),
  /** True when the model opens or skips the thought by itself and was seen to do so by difficulty. */
  decidesItself: z.boolean(),
})
export type Thinking = Readonly<z.infer<typeof thinkingSchema>>

export const loadedModelSchema = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  architecture: z.string(),
  quantisation: z.string(),
  parameters: z.number().nullable(),
  /** Tokens that fit at once. */
  contextSize: z.int(),
  /** Tokens the model was trained for. */
  trainedContextSize: z.int(),
  thinking: thinkingSchema,
  /** Where the model runs, and why there, in words. */
  device: z.object({ kind: z.enum(['cpu', 'cuda', 'metal', 'vulkan']), reason: z.string() }),
  threads: z.int(),
  loadMs: z.number(),
})
export type LoadedModel = Readonly<z.infer<typeof loadedModelSchema>>

export const engineStateSchema = z.discriminatedUnion('kind', [
  /** No model is chosen. */
  z.object({ kind: z.literal('empty') }),
  /** `progress` 0 to 1; `again`: the engine died and is coming back by itself. */
  z.object({
    kind: z.literal('loading'),
    modelId: z.string(),
    name: z.string(),
    progress: z.number(),
    again: z.boolean(),
  }),
  z.object({ kind: z.literal('ready'), model: loadedModelSchema }),
  z.object({
    kind: z.literal('failed'),
    modelId: z.string().nullable(),
    name: z.string().nullable(),
    problem: problemSchema,
  }),
])
export type EngineState = Readonly<z.infer<typeof engineStateSchema>>
