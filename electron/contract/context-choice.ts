import { z } from 'zod'

/** In tokens. */
export const contextSizeSchema = z.int().min(1).max(1_073_741_824)

/** How numbers of the KV cache are stored. */
export const cacheTypeSchema = z.enum(['f16', 'q8_0', 'q4_0'])
export type CacheType = z.infer<typeof cacheTypeSchema>

/** How much a model holds at once, and how it stores that: the person's choice for it. */
export const contextChoiceSchema = z.object({ contextSize: contextSizeSchema, cacheType: cacheTypeSchema })
export type ContextChoice = Readonly<z.infer<typeof contextChoiceSchema>>
