import { z } from 'zod'
import { gradeSchema, personNoteSchema, type Grade, type PersonNote } from '../contract/grades.ts'
import type { Answer } from '../contract/turns.ts'
import type { Database } from './database.ts'
import { TURN_COLUMNS, turnRow } from './turn-row.ts'

const ofConversation = `JOIN turns ON turns.id = answer_id WHERE turns.conversation_id = :conversationId`

/** Grades of answers, what people wrote about them, and work of judges that is kept so that it is done once. */
export function gradesIn(database: Database) {
  const json = z.string().transform((text): unknown => JSON.parse(text))
  const gradeRow = z.object({ grade: json.pipe(gradeSchema) })
  const one = database.query(gradeRow, `SELECT grade FROM answer_grades WHERE answer_id = :answerId`)
  const all = database.query(gradeRow, `SELECT grade FROM answer_grades ${ofConversation}`)
  const save = database.command(
    `INSERT INTO answer_grades (answer_id, grade) VALUES (:answerId, :grade)
     ON CONFLICT (answer_id) DO UPDATE SET grade = excluded.grade`,
  )
  const siblings = database.query(
    turnRow,
    `SELECT ${TURN_COLUMNS} FROM turns WHERE status IN ('complete', 'cut') AND id <> :answerId
       AND (conversation_id, parent_id) = (SELECT conversation_id, parent_id FROM turns WHERE id = :answerId)
     ORDER BY sequence`,
  )
  const answers = database.query(
    turnRow,
    `SELECT ${TURN_COLUMNS} FROM turns
      WHERE conversation_id = :conversationId AND kind = 'answer' AND status IN ('complete', 'cut')
      ORDER BY sequence`,
  )
  const notes = database.query(
    personNoteSchema,
    `SELECT answer_id AS answerId, note FROM person_notes ${ofConversation}`,
  )
  const noteOf = database.query(
    personNoteSchema.pick({ note: true }),
    `SELECT note FROM person_notes WHERE answer_id = :answerId`,
  )
  const saveNote = database.command(
    `INSERT INTO person_notes (answer_id, note) VALUES (:answerId, :note)
     ON CONFLICT (answer_id) DO UPDATE SET note = excluded.note`,
  )
  const removeNote = database.command(`DELETE FROM person_notes WHERE answer_id = :answerId`)
  const work = database.query(
    z.object({ work: json }),
    `SELECT work FROM judge_work WHERE conversation_id = :conversationId AND key = :key`,
  )
  const saveWork = database.command(
    `INSERT INTO judge_work (conversation_id, key, work) VALUES (:conversationId, :key, :work)
     ON CONFLICT (conversation_id, key) DO UPDATE SET work = excluded.work`,
  )

  return {
    grade: (answerId: string): Grade | null => one({ answerId })[0]?.grade ?? null,
    gradesOf: (conversationId: string): Grade[] => all({ conversationId }).map(({ grade }) => grade),
    saveGrade(grade: Grade): void {
      save({ answerId: grade.answerId, grade: JSON.stringify(grade) })
    },

    /** The other finished answers to the same question, oldest first. */
    siblingAnswers: (answerId: string): Answer[] =>
      siblings({ answerId }).filter((turn) => turn.kind === 'answer'),

    /** The finished answers of a conversation, those to one question together, oldest first. */
    answersByQuestion(conversationId: string): Answer[][] {
      const groups = new Map<string, Answer[]>()
      for (const turn of answers({ conversationId })) {
        if (turn.kind === 'answer') groups.set(turn.parentId, [...(groups.get(turn.parentId) ?? []), turn])
      }
      return [...groups.values()]
    },

    personNotes: (conversationId: string): PersonNote[] => notes({ conversationId }),
    /** Empty where there is none. */
    personNote: (answerId: string): string => noteOf({ answerId })[0]?.note ?? '',
    savePersonNote({ answerId, note }: PersonNote): void {
      if (isNone(note)) removeNote({ answerId })
      else saveNote({ answerId, note })
    },

    /** Null where there is none, or it no longer fits the schema. */
    judgeWork<Work extends z.ZodType>(
      conversationId: string,
      key: string,
      schema: Work,
    ): z.output<Work> | null {
      const [row] = work({ conversationId, key })
      return row === undefined ? null : (schema.safeParse(row.work).data ?? null)
    },
    saveJudgeWork(conversationId: string, key: string, done: unknown): void {
      saveWork({ conversationId, key, work: JSON.stringify(done) })
    },
  }
}

/** A note of nothing but spaces is kept as none. */
export function isNone(note: string): boolean {
  return note.trim() === ''
}
