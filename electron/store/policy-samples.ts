import { z } from 'zod'
import type { Database } from './database.ts'
import { json, readable } from './json-column.ts'

const choiceSchema = z.object({
  /** What the router looked at. */
  features: z.record(z.string(), z.number()),
  mode: z.enum(['think', 'quick']),
  pThink: z.number().min(0).max(1),
  /** How likely this mode was to be taken, chance included. */
  taken: z.number().positive().max(1),
  explored: z.boolean(),
  margin: z.number(),
  /** Time the decision took beyond reading the prompt, and until the first token, in ms. */
  ms: z.number().nonnegative(),
  firstTokenMs: z.number().nonnegative().nullable(),
})
export type PolicyChoice = Readonly<z.infer<typeof choiceSchema>>

const row = z
  .object({
    answerId: z.string(),
    conversationId: z.string(),
    parts: json,
    modelKey: z.string(),
    version: z.int(),
    choice: json.pipe(choiceSchema),
    length: z.int(),
    reward: z.number().nullable(),
    rewardFrom: z.enum(['thumb', 'grade', 'overruled']).nullable(),
    usedFor: z.int().nullable(),
    advantage: z.number().nullable(),
  })
  .transform(({ parts, choice, ...rest }) => ({
    ...rest,
    ...choice,
    question: questionOf(parts),
  }))
export type KeptSample = Readonly<z.infer<typeof row>>

export type RewardFrom = NonNullable<KeptSample['rewardFrom']>

const COLUMNS = `
  policy_samples.answer_id AS answerId, policy_samples.model_key AS modelKey, version, choice, length, reward,
  reward_from AS rewardFrom, used_for AS usedFor, advantage, turns.conversation_id AS conversationId, asked.parts
  FROM policy_samples JOIN turns ON turns.id = policy_samples.answer_id JOIN turns AS asked ON asked.id = turns.parent_id
  JOIN conversations ON conversations.id = turns.conversation_id`

/** Auto answers as the router learns from them. Those of deleted conversations are not there. */
export function policySamplesIn(database: Database) {
  const list = database.query(
    z.unknown(),
    `SELECT ${COLUMNS} WHERE policy_samples.model_key = :modelKey AND deleted = 0
     ORDER BY policy_samples.sequence DESC LIMIT :limit`,
  )
  const one = database.query(z.unknown(), `SELECT ${COLUMNS} WHERE answer_id = :answerId`)
  const insert = database.command(
    `INSERT INTO policy_samples (answer_id, model_key, version, choice, length)
     VALUES (:answerId, :modelKey, :version, :choice, :length) ON CONFLICT (answer_id) DO NOTHING`,
  )
  const reward = database.command(
    `UPDATE policy_samples SET reward = :reward, reward_from = :from WHERE answer_id = :answerId AND used_for IS NULL`,
  )
  const use = database.command(
    `UPDATE policy_samples SET used_for = :usedFor, advantage = :advantage WHERE answer_id = :answerId`,
  )
  const remove = database.command(`DELETE FROM policy_samples WHERE model_key = :modelKey`)

  return {
    /** Newest first. */
    policySamples: (modelKey: string, limit: number): readonly KeptSample[] =>
      readable(row, list({ modelKey, limit })),
    policySample: (answerId: string): KeptSample | null => readable(row, one({ answerId }))[0] ?? null,
    keepPolicySample(sample: {
      readonly answerId: string
      readonly modelKey: string
      readonly version: number
      readonly length: number
      readonly choice: PolicyChoice
    }): void {
      const { choice, ...rest } = sample
      insert({ ...rest, choice: JSON.stringify(choice) })
    },
    /** Null takes the reward back. Of no effect once it was learned from. */
    rewardPolicySample: (answerId: string, value: number | null, from: RewardFrom | null): boolean =>
      reward({ answerId, reward: value, from }) > 0,
    usePolicySample(answerId: string, usedFor: number, advantage: number): void {
      use({ answerId, usedFor, advantage })
    },
    removePolicySamples(modelKey: string): void {
      remove({ modelKey })
    },
  }
}

const partsSchema = z.array(z.object({ text: z.string().catch('') }).loose())

function questionOf(parts: unknown): string {
  return (partsSchema.safeParse(parts).data ?? []).map(({ text }) => text).join('')
}
