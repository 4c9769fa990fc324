import type { NoteChange } from '../../contract/grades.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { isNone } from '../../store/grades.ts'
import type { Store } from '../../store/store.ts'
import type { GradeFollowers } from './grade-followers.ts'
import { answerGone } from './grade-subject.ts'

export type PersonNotes = ReturnType<typeof createPersonNotes>

/** What the person writes about answers. It needs no judge: any answer can be noted on, whatever it is about. */
export function createPersonNotes(store: Store, { publish }: Pick<GradeFollowers, 'publish'>) {
  return {
    write: ({ before, writer, ...note }: NoteChange): void => {
      const answer = store.turn(note.answerId)
      if (answer?.kind !== 'answer') throw answerGone()
      if (store.personNote(note.answerId) !== (isNone(before) ? '' : before)) throw noteChanged()
      store.savePersonNote(note)
      publish(answer.conversationId, { kind: 'note', note, writer })
    },
  }
}

function noteChanged(): PonderError {
  return new PonderError({
    code: 'note-changed',
    message: 'This note was changed in another window.',
    remedy: 'Read what it says now, and write again.',
  })
}
