import { z } from 'zod'
import { call } from './define.ts'
import { comparisonSchema } from './grades.ts'
import { problemSchema } from './ponder-error.ts'

/** knockout: losers leave. round-robin: everyone against everyone, with ratings. compare: one match. */
export const tournamentKindSchema = z.enum(['knockout', 'round-robin', 'compare'])
export type TournamentKind = z.infer<typeof tournamentKindSchema>

export const MOST_CANDIDATES = 16

/** One answer that takes part. Several that say the same share the turn of the first. */
export const candidateSchema = z.object({
  answerId: z.string(),
  text: z.string(),
  /** Who wrote it; left out where all are the open model's. */
  modelName: z.string().optional(),
})

export const matchSchema = z.object({
  round: z.int(),
  /** Places among the candidates. */
  first: z.int(),
  second: z.int(),
  winner: z.int(),
  pFirst: z.number(),
  /** Null where both say the same: nothing was judged. */
  comparison: comparisonSchema.nullable(),
})
export type TournamentMatch = Readonly<z.infer<typeof matchSchema>>

export const ratingSchema = z.object({
  /** Bradley-Terry on Elo's scale, 1000 in the middle, with its 95 % interval. */
  rating: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
})

export const tournamentSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  questionId: z.string(),
  /** Models that answer beside the open one, each its share; left out = none. */
  modelIds: z.array(z.string()).optional(),
  kind: tournamentKindSchema,
  /** Answers wanted; `candidates` grows to it. */
  count: z.int().min(2).max(MOST_CANDIDATES),
  candidates: z.array(candidateSchema),
  matches: z.array(matchSchema),
  /** Matches there will be. */
  matchCount: z.int(),
  /** Of the candidates, once there was a match, in their order; of a knockout null. */
  ratings: z.array(ratingSchema).nullable(),
  /** The best so far; null until there was a match. */
  best: z.int().nullable(),
  state: z.enum(['sampling', 'judging', 'done', 'stopped', 'failed']),
  problem: problemSchema.nullable(),
  /** Measured on the steps so far, without waiting for the chat; null until there was one. */
  msLeft: z.number().nullable(),
  judgeName: z.string(),
  createdAt: z.number(),
})
export type Tournament = Readonly<z.infer<typeof tournamentSchema>>

const nothing = z.object({})

export const tournamentCalls = {
  /** Samples answers to the same question beside this one until there are `count`, and finds the best. */
  findBest: call(
    z.object({
      answerId: z.string(),
      count: z.int().min(2).max(MOST_CANDIDATES),
      kind: z.enum(['knockout', 'round-robin']),
      /** Models that answer beside the open one; they take turns. */
      modelIds: z.array(z.string()).max(MOST_CANDIDATES).optional(),
    }),
    z.object({ tournamentId: z.string() }),
  ),
  /** Judges two answers to the same question. */
  compareAnswers: call(
    z.object({ answerId: z.string(), otherId: z.string() }),
    z.object({ tournamentId: z.string() }),
  ),
  /** Ends it; the best so far is shown. */
  stopTournament: call(z.object({ tournamentId: z.string() }), nothing),
  /** Goes on with one that was stopped, failed, or ended with Ponder. */
  resumeTournament: call(z.object({ tournamentId: z.string() }), nothing),
}
