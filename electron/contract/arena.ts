import { z } from 'zod'
import { call, stream } from './define.ts'
import { comparisonSchema } from './grades.ts'
import { problemSchema } from './ponder-error.ts'
import { ratingSchema } from './tournaments.ts'

export const LONGEST_PROMPT = 20_000

/** Who answers: a model and how it is asked. Two that differ in anything are two on the leaderboard. */
export const contenderSchema = z.object({
  modelId: z.string(),
  mode: z.enum(['think', 'quick']),
  /** 0 = always the likeliest words. */
  temperature: z.number().min(0).max(2),
  /** Empty = none. */
  systemPrompt: z.string().max(20_000),
})
export type Contender = Readonly<z.infer<typeof contenderSchema>>

export const namedContenderSchema = contenderSchema.extend({ modelName: z.string() })
export type NamedContender = Readonly<z.infer<typeof namedContenderSchema>>

/** What somebody makes of a pair, by the place on the screen. */
export const arenaVoteSchema = z.enum(['left', 'right', 'tie', 'both-bad'])
export type ArenaVote = z.infer<typeof arenaVoteSchema>

/** Who wrote an answer, and how: told only after the vote. */
export const revealedSchema = z.object({
  contender: namedContenderSchema,
  thought: z.string(),
  tokens: z.int(),
  ms: z.number(),
})
export type Revealed = Readonly<z.infer<typeof revealedSchema>>

/** One round as a window may see it: blind until the person has voted. */
export const arenaRoundSchema = z.object({
  id: z.string(),
  prompt: z.string(),
  /** answering: `done` of two answers are there. judging: they wait for votes, and the judge is at work or in line. */
  state: z.enum(['answering', 'judging', 'done', 'stopped', 'failed']),
  done: z.int(),
  /** Null until both are there: who is quicker would give itself away. */
  texts: z.object({ left: z.string(), right: z.string() }).nullable(),
  /** Null until the person has voted. */
  reveal: z
    .object({
      vote: arenaVoteSchema,
      left: revealedSchema,
      right: revealedSchema,
      /** Of the judge, by place; null until it has judged. `first` is the left one. */
      judge: z.object({ name: z.string(), comparison: comparisonSchema }).nullable(),
    })
    .nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.number(),
})
export type ArenaRound = Readonly<z.infer<typeof arenaRoundSchema>>

export const arenaAgreementSchema = z.object({
  /** 0 to 1. */
  share: z.number(),
  /** Cohen's; null where chance alone would give all. */
  kappa: z.number().nullable(),
  n: z.int(),
})

export const leaderboardSchema = z.object({
  contenders: z.array(
    z.object({
      contender: namedContenderSchema,
      /** From the person's votes and from the judge's, kept apart; null without any. */
      human: ratingSchema.nullable(),
      judge: ratingSchema.nullable(),
      wins: z.int(),
      losses: z.int(),
      ties: z.int(),
      bothBad: z.int(),
    }),
  ),
  /** Over rounds that both have judged; null where there is none. */
  agreement: arenaAgreementSchema.nullable(),
  /** Rounds that the person has voted on. */
  votes: z.int(),
})
export type Leaderboard = Readonly<z.infer<typeof leaderboardSchema>>

/** The whole of it, each time. */
export const arenaSchema = z.object({
  /** The newest round, or the one that the person went back to; null before the first. */
  round: arenaRoundSchema.nullable(),
  /** The other rounds that the person has not voted on, the newest first, each with the beginning of its prompt. */
  unvoted: z.array(z.object({ id: z.string(), beginning: z.string() })),
  board: leaderboardSchema,
  /** The two of the newest round as they were set up, not by place. */
  setup: z.tuple([contenderSchema, contenderSchema]).nullable(),
})
export type Arena = Readonly<z.infer<typeof arenaSchema>>

const nothing = z.object({})
const round = z.object({ roundId: z.string() })

export const arenaCalls = {
  watchArena: stream(nothing, arenaSchema),
  /** Has both answer in the background, one after the other; a round before it that goes on is stopped. */
  startRound: call(
    z.object({
      prompt: z.string().trim().min(1).max(LONGEST_PROMPT),
      contenders: z.tuple([contenderSchema, contenderSchema]),
    }),
    round,
  ),
  stopRound: call(round, nothing),
  /** Goes on with a round that was stopped, failed, or ended with Ponder. */
  resumeRound: call(round, nothing),
  /** Goes back to an earlier round, to vote on it; a new one takes its place. */
  showRound: call(round, nothing),
  /** The first vote counts: from then on the round is not blind any more. */
  voteInArena: call(round.extend({ vote: arenaVoteSchema }), nothing),
  /** Questions of the person's, the newest first, without those about images. */
  pastQuestions: call(nothing, z.array(z.string())),
  /** Forgets every round and with them the leaderboard. */
  forgetArena: call(nothing, nothing),
}
