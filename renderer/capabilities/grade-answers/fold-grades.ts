import type { GradesUpdate, GradeState } from '../../../electron/contract/grades.ts'

/** What is known of a conversation's grades, by answer. */
export type Grades = {
  readonly states: ReadonlyMap<string, GradeState>
  readonly notes: ReadonlyMap<string, string>
}

export const noGrades: Grades = { states: new Map(), notes: new Map() }

/** Folds one thing heard about grades into what is shown of them. */
export function foldGrades(grades: Grades, update: GradesUpdate): Grades {
  switch (update.kind) {
    case 'all':
      return {
        states: new Map(update.grades.map((state) => [state.answerId, state])),
        notes: new Map(update.notes.map(({ answerId, note }) => [answerId, note])),
      }
    case 'grade':
      return { ...grades, states: new Map(grades.states).set(update.state.answerId, update.state) }
    case 'note':
      return { ...grades, notes: new Map(grades.notes).set(update.note.answerId, update.note.note) }
    default:
      return update satisfies never
  }
}
