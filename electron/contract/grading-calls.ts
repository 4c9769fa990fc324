import { z } from 'zod'
import { call, stream } from './define.ts'
import { describedJudgeSchema, gradeStateSchema, noteChangeSchema, personNoteSchema } from './grades.ts'
import { preferenceCalls } from './preferences.ts'
import { tournamentCalls, tournamentSchema } from './tournaments.ts'

export const gradesUpdateSchema = z.discriminatedUnion('kind', [
  /** The first: everything that is known of a conversation. */
  z.object({
    kind: z.literal('all'),
    grades: z.array(gradeStateSchema),
    notes: z.array(personNoteSchema),
    tournaments: z.array(tournamentSchema),
  }),
  z.object({ kind: z.literal('grade'), state: gradeStateSchema }),
  z.object({ kind: z.literal('note'), note: personNoteSchema, writer: z.string() }),
  z.object({ kind: z.literal('tournament'), tournament: tournamentSchema }),
])
export type GradesUpdate = Readonly<z.infer<typeof gradesUpdateSchema>>

const nothing = z.object({})

export const gradeCalls = {
  followGrades: stream(z.object({ conversationId: z.string() }), gradesUpdateSchema),
  /** Grades an answer in the background, again if it has a grade. */
  gradeAnswer: call(z.object({ answerId: z.string() }), nothing),
  /** Gives up grading it; a grade it had stays. */
  stopGrading: call(z.object({ answerId: z.string() }), nothing),
  /** Empty: none any more. Refused where the note is not the one it takes the place of. */
  noteAnswer: call(noteChangeSchema, nothing),
  describeJudge: call(z.object({ modelId: z.string() }), describedJudgeSchema),
  ...tournamentCalls,
  ...preferenceCalls,
}
