import type { GradeState } from '../../../electron/contract/grades.ts'
import type { GradesUpdate } from '../../../electron/contract/grading-calls.ts'
import type { Tournament } from '../../../electron/contract/tournaments.ts'

/** `writer`: the field it was written in; null where that is not known. */
export type HeardNote = { readonly note: string; readonly writer: string | null }

/** What is known of a conversation's grades, by answer. */
export type Grades = {
  readonly states: ReadonlyMap<string, GradeState>
  readonly notes: ReadonlyMap<string, HeardNote>
  /** By id, oldest first. */
  readonly tournaments: ReadonlyMap<string, Tournament>
}

export const noGrades: Grades = { states: new Map(), notes: new Map(), tournaments: new Map() }

/** Folds one thing heard about grades into what is shown of them. */
export function foldGrades(grades: Grades, update: GradesUpdate): Grades {
  switch (update.kind) {
    case 'all':
      return {
        states: new Map(update.grades.map((state) => [state.answerId, state])),
        notes: new Map(update.notes.map(({ answerId, note }) => [answerId, { note, writer: null }])),
        tournaments: new Map(update.tournaments.map((tournament) => [tournament.id, tournament])),
      }
    case 'grade':
      return { ...grades, states: new Map(grades.states).set(update.state.answerId, update.state) }
    case 'note': {
      const { answerId, note } = update.note
      return { ...grades, notes: new Map(grades.notes).set(answerId, { note, writer: update.writer }) }
    }
    case 'tournament': {
      const { tournament } = update
      return { ...grades, tournaments: new Map(grades.tournaments).set(tournament.id, tournament) }
    }
    default:
      return update satisfies never
  }
}
