import { z } from 'zod'
import { call, stream } from '../../contract/define.ts'
import { LONGEST_TEMPLATE, templateThinkingSchema } from '../../contract/models.ts'
import { modelHeaderSchema } from '../../model-files/header/model-header.ts'

const file = z.object({
  path: z.string(),
  /** What the person knows it by; it stands in the sentences of refusals. */
  name: z.string(),
})

/** Between core and the child that reads the headers of model files. */
export const headerCheckContract = {
  /** What the file says of itself, or a refusal from model-files/header/refusals.ts. */
  readHeader: call(file, modelHeaderSchema),
  /** How a model with this template will think, or why it cannot be used; null = it has none. */
  expectThinking: call(
    z.object({ template: z.string().max(LONGEST_TEMPLATE).nullable(), name: z.string() }),
    templateThinkingSchema,
  ),
  hash: stream(
    file,
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('progress'), readBytes: z.int(), sizeBytes: z.int() }),
      z.object({ kind: z.literal('hashed'), sha256: z.string() }),
    ]),
  ),
}
export type HeaderCheckContract = typeof headerCheckContract
