import type { Implementation } from '../contract/define.ts'
import type { gradeCalls } from '../contract/grades.ts'
import type { GradeRoom } from './grade-room.ts'

/** What a window can ask about grades. */
export function createGradeCalls(grades: GradeRoom): Implementation<typeof gradeCalls> {
  return {
    followGrades: ({ conversationId }, signal) => grades.follow(conversationId, signal),
    gradeAnswer: ({ answerId }) => {
      grades.start(answerId)
      return {}
    },
    stopGrading: ({ answerId }) => {
      grades.stop(answerId)
      return {}
    },
    noteAnswer: (note) => {
      grades.note(note)
      return {}
    },
  }
}
