import { z } from 'zod'

const count = z.int().nonnegative()

/** What a model keeps in memory of each token it has read (the KV cache), for an estimate of its size. */
export const cacheShapeSchema = z.object({
  /** Numbers kept per token as keys and as values, over all layers that look at the whole conversation. */
  keys: count,
  values: count,
  /** The same of the layers that look at the last `window` tokens only. */
  windowed: z.object({ keys: count, values: count, window: count }).nullable(),
  /** Bytes of state that stay the same however long the conversation is (Mamba, RWKV and their kin). */
  stateBytes: count,
})
export type CacheShape = Readonly<z.infer<typeof cacheShapeSchema>>

/** What a file is for. Only 'chat' can be opened for conversations; 'ranking' has a head that scores texts. */
export const modelUseSchema = z.enum([
  'chat',
  'image-half',
  'embedding',
  'ranking',
  'diffusion',
  'draft',
  'speech',
  'translation',
  'adapter',
  'measurements',
  'vocabulary',
  'later-part',
])
export type ModelUse = z.infer<typeof modelUseSchema>

/** What a GGUF file says of itself, as the child that reads it hands it on. Every text is cut to a sane length. */
export const modelHeaderSchema = z.object({
  use: modelUseSchema,
  architecture: z.string(),
  /** As its makers call it; null where they do not. */
  title: z.string().nullable(),
  /** As file names have it: "Q4_K_M", "F16". */
  quantisation: z.string(),
  parameters: count,
  /** Tokens it was trained for. */
  trainedContext: count.nullable(),
  vocabulary: count,
  layers: count,
  /** Numbers that stand for one token between the layers. */
  width: count,
  /** Of the widest layer: attention heads, and numbers inside its feed-forward part. */
  heads: count,
  feedForward: count,
  /** Null for files that are no language model. */
  cache: cacheShapeSchema.nullable(),
  licence: z.string().nullable(),
  /** The Jinja template of its conversations; null when it has none. */
  chatTemplate: z.string().nullable(),
  tokenizer: z.string().nullable(),
  /** Only of an image half: what it can take in, and the width its language model must have. */
  projector: z.object({ images: z.boolean(), sound: z.boolean(), width: count.nullable() }).nullable(),
  /** Bytes of all tensors, over all parts of a split model. */
  tensorBytes: count,
  /** Bytes of all files. */
  fileBytes: count,
  /** Null for a model in one file; `number` begins with 1. */
  part: z.object({ number: count, count }).nullable(),
})
export type ModelHeader = Readonly<z.infer<typeof modelHeaderSchema>>
