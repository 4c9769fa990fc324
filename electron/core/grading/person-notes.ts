import type { PersonNote } from '../../contract/grades.ts'
import type { Store } from '../../store/store.ts'
import type { GradeFollowers } from './grade-followers.ts'
import { answerGone } from './grade-subject.ts'

export type PersonNotes = ReturnType<typeof createPersonNotes>

/** What the person writes about answers. It needs no judge: any answer can be noted on, whatever it is about. */
export function createPersonNotes(store: Store, { publish }: Pick<GradeFollowers, 'publish'>) {
  return {
    write: (note: PersonNote): void => {
      const answer = store.turn(note.answerId)
      if (answer?.kind !== 'answer') throw answerGone()
      store.savePersonNote(note)
      publish(answer.conversationId, { kind: 'note', note })
    },
  }
}
