import { z } from 'zod'
import { call } from './define.ts'

/**
 * chosen-rejected: messages as trainers of preferences take them. sharegpt: "from" and "value". reward-model: two answers and
 * a label.
 */
export const preferenceShapeSchema = z.enum(['chosen-rejected', 'sharegpt', 'reward-model'])
export type PreferenceShape = z.infer<typeof preferenceShapeSchema>

export const preferencesSchema = z.object({
  /** Pairs by whose word they are. */
  byPerson: z.int(),
  byJudge: z.int(),
  /** All of them as JSON Lines. Empty when there are none. */
  lines: z.string(),
})
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>

export const preferenceCalls = {
  /** What is known to be better than what, from thumbs, comparisons and grades. `conversationId` null: of every conversation. */
  readPreferences: call(
    z.object({
      conversationId: z.string().nullable(),
      shape: preferenceShapeSchema,
      /** Also what only a judge said. */
      withJudge: z.boolean(),
    }),
    preferencesSchema,
  ),
}
