import { z } from 'zod'
import { problemSchema } from './ponder-error.ts'

/** When answers are graded without being asked: never, once the chat has been quiet for a while, or right away. */
export const gradingSchema = z.enum(['off', 'idle', 'always'])
export type Grading = z.infer<typeof gradingSchema>

/** Judgements in each order. */
export const votesSchema = z.union([z.literal(1), z.literal(3), z.literal(5)])

/** Before each verdict, or only where the quick ones of both orders are unsure. */
export const judgeThinksSchema = z.enum(['always', 'unsure'])
export type JudgeThinks = z.infer<typeof judgeThinksSchema>

export const judgementSchema = z.object({
  /** The judge saw the other answer first. */
  swapped: z.boolean(),
  /** Which of the two it was for; null = it came to no verdict. */
  vote: z.enum(['first', 'second']).nullable(),
  /** How sure it was of that, 0 to 1; left out where that is not known. */
  chance: z.number().nullish(),
  why: z.enum(['absent', 'malformed', 'double', 'truncated']).nullable(),
  thought: z.string(),
  text: z.string(),
  attempts: z.int(),
  tokens: z.object({ read: z.int(), reused: z.int(), written: z.int() }),
})

/** One comparison of two answers. */
export const comparisonSchema = z.object({
  /** 0 to 1: how much the judge is for the first. */
  pFirst: z.number(),
  /** Whether both orders gave the same winner; null when one of them gave none. */
  isConsistent: z.boolean().nullable(),
  /** −1 to 1: how much more often whoever stood first was chosen. Null when one order gave no verdict. */
  firstPlaceBias: z.number().nullable(),
  /** Share of the verdicts that were for the winner, 0 to 1. */
  agreement: z.number(),
  abstained: z.int(),
  judgements: z.array(judgementSchema),
})
export type Comparison = Readonly<z.infer<typeof comparisonSchema>>

/** Another answer to the same question that a graded one was held against. */
export const rivalSchema = z.object({
  /** sibling: another branch. sampled: asked of the model for this. refusal: "I don't know", which a good answer beats. */
  source: z.enum(['sibling', 'sampled', 'refusal']),
  text: z.string(),
  /** 0 to 1: how much the judge is for the graded answer; 1 where both say the same. */
  pWin: z.number(),
  /** Null where both say the same: nothing was judged. */
  comparison: comparisonSchema.nullable(),
})
export type Rival = Readonly<z.infer<typeof rivalSchema>>

export const gradeSchema = z.object({
  answerId: z.string(),
  /** 1 to 5, with its 95 % interval. */
  score: z.number(),
  low: z.number(),
  high: z.number(),
  /** 0 to 1: how likely the answer is on the side of the middle that the score says. */
  confidence: z.number(),
  isUnsure: z.boolean(),
  /** Share of the judged rivals on which both orders agreed; null when none was judged in both. */
  consistency: z.number().nullable(),
  /** In the judge's words; null when it gave none. */
  reason: z.string().nullable(),
  rivals: z.array(rivalSchema),
  judgeName: z.string(),
  /** Milliseconds that sampling and judging took, without waiting for the chat. */
  ms: z.number(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
})
export type Grade = Readonly<z.infer<typeof gradeSchema>>

/** How far the grading of one answer is. */
export const gradeStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none'), answerId: z.string() }),
  /** `done` of `steps`; a step is one sampled answer or one judgement. */
  z.object({ kind: z.literal('grading'), answerId: z.string(), done: z.int(), steps: z.int() }),
  /** `problem`: why it could not be graded again; the grade is the one before. */
  z.object({
    kind: z.literal('graded'),
    answerId: z.string(),
    grade: gradeSchema,
    problem: problemSchema.optional(),
  }),
  z.object({ kind: z.literal('failed'), answerId: z.string(), problem: problemSchema }),
])
export type GradeState = Readonly<z.infer<typeof gradeStateSchema>>

/** What a model would be as a judge, found in its file. */
export const describedJudgeSchema = z.object({
  /** writes: it thinks and writes, in both orders. scores: it has a ranking head and scores each answer. */
  kind: z.enum(['writes', 'scores']),
  /** open: it is the open model. beside: both fit. turns: the open model makes room. none: not even then. */
  room: z.enum(['open', 'beside', 'turns', 'none']),
})
export type DescribedJudge = Readonly<z.infer<typeof describedJudgeSchema>>

/** In letters, as a text field counts them. */
export const LONGEST_NOTE = 2000

/** What a person wrote about an answer. */
export const personNoteSchema = z.object({ answerId: z.string(), note: z.string().max(LONGEST_NOTE) })
export type PersonNote = Readonly<z.infer<typeof personNoteSchema>>

/** `before`: the note that it takes the place of, as its window knows it. `writer`: the field it was written in. */
export const noteChangeSchema = personNoteSchema.extend({ before: z.string(), writer: z.string() })
export type NoteChange = Readonly<z.infer<typeof noteChangeSchema>>
