import { z } from 'zod'
import { call } from './define.ts'

/** An image half ("mmproj" file) on this computer. Windows know it by `id`, never by its path. */
export const projectorSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The folder it lies in, where that says anything. */
  place: z.string().nullable(),
  sizeBytes: z.int(),
  isUsed: z.boolean(),
})
export type Projector = Readonly<z.infer<typeof projectorSchema>>

/** How a model sees, before it is opened. */
export const modelSightSchema = z.object({
  /** Everything there is to choose from; none is used where the model cannot see. */
  choices: z.array(projectorSchema),
  /** A person chose; else Ponder took what lies beside the model. */
  isByHand: z.boolean(),
  /**
   * What looking at images takes beside the model's own need: a second process with the model, its cache and the image
   * half, for as long as images are looked at and some minutes after. An estimate; null = it cannot see.
   */
  needBytes: z.int().nullable(),
})
export type ModelSight = Readonly<z.infer<typeof modelSightSchema>>

export const projectorCalls = {
  /** Which image half a model is to see with; null = the one beside it. Opens the model anew where it is open. */
  chooseProjector: call(z.object({ modelId: z.string(), projectorId: z.string().nullable() }), z.object({})),
}
