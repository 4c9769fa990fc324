import { z } from 'zod'
import { arenaVoteSchema, namedContenderSchema } from '../contract/arena.ts'
import { comparisonSchema } from '../contract/grades.ts'
import { problemSchema } from '../contract/ponder-error.ts'
import { timingsSchema } from '../contract/turns.ts'
import type { Database } from './database.ts'

const sideSchema = z.object({
  contender: namedContenderSchema,
  /** Null until it was given. */
  answer: z.object({ thought: z.string(), text: z.string(), tokens: z.int(), ms: timingsSchema }).nullable(),
})

/** A round as it is kept: everything by its place on the screen. */
export const keptRoundSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  /** Who stands left was drawn by it, and the answers are. */
  seed: z.int(),
  left: sideSchema,
  right: sideSchema,
  /** The left one was set up as the first. */
  firstIsLeft: z.boolean(),
  state: z.enum(['answering', 'judging', 'done', 'stopped', 'failed']),
  vote: arenaVoteSchema.nullable(),
  /** `first` is the left one. */
  judge: z.object({ name: z.string(), comparison: comparisonSchema }).nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.number(),
})
export type KeptRound = Readonly<z.infer<typeof keptRoundSchema>>

/** Rounds of the arena. */
export function arenaIn(database: Database) {
  const row = z.object({
    round: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(keptRoundSchema),
  })
  const one = database.query(row, `SELECT round FROM arena_rounds WHERE id = :id`)
  const all = database.query(row, `SELECT round FROM arena_rounds ORDER BY sequence`)
  const save = database.command(
    `INSERT INTO arena_rounds (id, round) VALUES (:id, :round)
     ON CONFLICT (id) DO UPDATE SET round = excluded.round`,
  )
  const forget = database.command(`DELETE FROM arena_rounds`)

  return {
    arenaRound: (id: string): KeptRound | null => one({ id })[0]?.round ?? null,
    /** Oldest first. */
    arenaRounds: (): KeptRound[] => all().map(({ round }) => round),
    saveArenaRound(round: KeptRound): void {
      save({ id: round.id, round: JSON.stringify(round) })
    },
    forgetArena: (): void => void forget(),
  }
}
