import { z } from 'zod'
import { call } from './define.ts'

/** What a person thinks of an answer, in one click. */
export const thumbSchema = z.enum(['up', 'down'])
export type Thumb = z.infer<typeof thumbSchema>

export const thumbCalls = {
  /** Judges an answer that is no longer being written; null takes the thumb back. Everyone who follows hears of it. */
  giveThumb: call(z.object({ answerId: z.string(), thumb: thumbSchema.nullable() }), z.object({})),
}
