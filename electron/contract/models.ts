import { z } from 'zod'
import { problemSchema } from './ponder-error.ts'

/**
 * Whose file a model is. given: named on the command line. demo: came with Ponder. own: in the person's models folder.
 * chosen: added by the person, used where it lies. The others are apps whose models are used in place and never changed.
 */
export const modelSourceSchema = z.enum([
  'given',
  'demo',
  'own',
  'chosen',
  'lm-studio',
  'hugging-face',
  'jan',
  'ollama',
])
export type ModelSource = z.infer<typeof modelSourceSchema>

/** A model the person can choose. Windows know it by `id`, never by its path. */
export const modelEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** All files of a split model together. */
  sizeBytes: z.int(),
  source: modelSourceSchema,
  /** Where in its source, as people there name it: "publisher/repository"; of a chosen file its folder's name. */
  place: z.string().nullable(),
  /** Other sources that hold the very same file. */
  alsoIn: z.array(modelSourceSchema),
  /** True when its image half lies beside it. */
  hasProjector: z.boolean(),
  /** Why it cannot be opened: its file is gone, or parts of it are. */
  problem: problemSchema.nullable(),
})
export type ModelEntry = Readonly<z.infer<typeof modelEntrySchema>>

/** What was skipped in the search for models, and why. */
export const modelNoteSchema = z.object({ source: modelSourceSchema, words: z.string() })
export type ModelNote = Readonly<z.infer<typeof modelNoteSchema>>

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
