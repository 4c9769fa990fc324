import { z } from 'zod'
import { cacheTypeSchema, contextChoiceSchema } from './context-choice.ts'
import { modelSightSchema } from './projectors.ts'
import { templateThinkingSchema } from './models.ts'
import { problemSchema } from './ponder-error.ts'

/** Whether a model fits into the memory that is free, when the processor runs it. An estimate. */
export const fitSchema = z.object({
  kind: z.enum(['fits', 'tight', 'too-big']),
  needBytes: z.int(),
  /** Free now, with what the open model would give back. */
  haveBytes: z.int(),
  /** The longest context that fits, in tokens; null when not even the shortest does. */
  largestContext: z.int().nullable(),
})
export type Fit = Readonly<z.infer<typeof fitSchema>>

/** What is known of a model before it is opened, from its file's header. */
export const modelFactsSchema = z.object({
  modelId: z.string(),
  /** As its makers call it; null where they do not. */
  title: z.string().nullable(),
  architecture: z.string(),
  /** As file names have it: "Q4_K_M", "F16". */
  quantisation: z.string(),
  parameters: z.int(),
  /** All files together. */
  sizeBytes: z.int(),
  /** Tokens it was trained for. */
  trainedContext: z.int().nullable(),
  licence: z.string().nullable(),
  hasTemplate: z.boolean(),
  /**
   * As the template tells it that the model would be opened with. `decidesItself` null = unknown: only opening the model
   * shows that. Null = nothing is known, `templateProblem` says why.
   */
  thinking: templateThinkingSchema.extend({ decidesItself: z.boolean().nullable() }).nullable(),
  templateProblem: problemSchema.nullable(),
  /** What a person chose for it; null = Ponder decides. */
  chosenContext: contextChoiceSchema.nullable(),
  /** Tokens that `fits` was estimated for. */
  contextSize: z.int(),
  /** For each way to store the cache. */
  fits: z.record(cacheTypeSchema, fitSchema),
  sight: modelSightSchema,
})
export type ModelFacts = Readonly<z.infer<typeof modelFactsSchema>>
