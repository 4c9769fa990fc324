import { z } from 'zod'
import { deviceChoiceSchema } from './devices.ts'
import { gradingSchema, judgeThinksSchema, votesSchema } from './grades.ts'
import { modeAskedSchema } from './turns.ts'

/** Few on purpose: a switch needs a person who would flip it. */
export const settingsSchema = z.object({
  /** The composer's mode for the next message. */
  mode: modeAskedSchema,
  /** Most tokens one thought may take; null = until the model stops. */
  thoughtBudget: z.int().min(1).max(1_000_000).nullable(),
  /** Most tokens one answer may take after the thought. */
  answerLimit: z.int().min(1).max(1_000_000),
  /** 0 always takes the likeliest token: the same question gives the same answer. */
  temperature: z.number().min(0).max(2),
  /** Stands before every conversation; empty = none. */
  systemPrompt: z.string().max(20_000),
  theme: z.enum(['system', 'light', 'dark']),
  /** Opened again at the next start; null = the demo model. */
  modelId: z.string().nullable(),
  /** Where models run. */
  device: deviceChoiceSchema,
  /** When answers are graded without being asked. */
  grading: gradingSchema,
  /** Judgements in each order for one comparison. */
  gradingVotes: votesSchema,
  /** When a judge that can think does. */
  judgeThinks: judgeThinksSchema,
  /** The model that grades; null = the open one. */
  judgeModelId: z.string().nullable(),
  /** Where a second model works: beside the open one where memory allows it, or always in its place. */
  secondModel: z.enum(['beside', 'turns']),
  /** Auto learns when to think, from calibration, overruling, thumbs and grades. Off: it does what the model itself leans to, and keeps nothing. */
  learns: z.boolean(),
  /** How much better an answer after a thought has to be, from 0 (thorough) to 1; above 1 Auto never thinks. */
  margin: z.number().min(0).max(1.2),
  /** How often Auto, once it has learned something, tries the less likely mode; 0 = never. */
  exploration: z.number().min(0).max(0.5),
})
export type Settings = Readonly<z.infer<typeof settingsSchema>>

// Kept apart from the schema: zod fills defaults into partial objects too, and a change would reset the rest.
export const defaultSettings: Settings = {
  mode: 'auto',
  thoughtBudget: null,
  answerLimit: 4096,
  temperature: 0,
  systemPrompt: '',
  theme: 'system',
  modelId: null,
  device: 'auto',
  grading: 'off',
  gradingVotes: 1,
  judgeThinks: 'always',
  judgeModelId: null,
  secondModel: 'beside',
  learns: true,
  margin: 0.2,
  exploration: 0.02,
}
