import { useEffect, useReducer, useState } from 'react'
import { beginNote, foldNote, noteToSend, type NoteEvent, type OwnNote } from './own-note.ts'
import { useGrades } from './use-grades.ts'

/** The person's note on an answer as this field has it: kept as it is written, and never over another window's words. */
export function useOwnNote(answerId: string): {
  readonly own: OwnNote
  readonly tell: (event: NoteEvent) => void
} {
  const { notes, note } = useGrades()
  const [writer] = useState(() => crypto.randomUUID())
  const heard = notes.get(answerId)
  const [own, tell] = useReducer(foldNote, heard?.note ?? '', beginNote)
  const [last, setLast] = useState({ heard, notes })
  // Where there is none, only the whole of the notes tells that core was heard again.
  if (heard !== last.heard || (heard === undefined && notes !== last.notes)) {
    setLast({ heard, notes })
    if (heard?.writer !== writer) tell({ kind: 'heard', note: heard?.note ?? '' })
  }
  const next = noteToSend(own)
  useEffect(() => {
    if (next === null) return
    tell({ kind: 'sent', note: next })
    note({ answerId, note: next, before: own.kept, writer }, (isKept) =>
      tell({ kind: 'answered', note: next, isKept }),
    )
  }, [next, note, answerId, own.kept, writer])
  return { own, tell }
}
