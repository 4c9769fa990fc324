import { describe, expect, test } from 'vitest'
import { beginNote, foldNote, noteToSend, type NoteEvent, type OwnNote } from './own-note.ts'

const fold = (own: OwnNote, ...events: readonly NoteEvent[]) => events.reduce(foldNote, own)
const typed = (text: string): NoteEvent => ({ kind: 'typed', text })
const heard = (note: string): NoteEvent => ({ kind: 'heard', note })
const sent = (note: string): NoteEvent => ({ kind: 'sent', note })
const answered = (note: string, isKept: boolean): NoteEvent => ({ kind: 'answered', note, isKept })

describe('a note that two windows write', () => {
  test('shows the newer words as they come', () => {
    expect(fold(beginNote('Right'), heard('Right.'))).toEqual(beginNote('Right.'))
  })

  test('is sent one at a time, each in the place of the one before', () => {
    const first = fold(beginNote(''), typed('R'))
    expect(noteToSend(first)).toBe('R')
    const second = fold(first, sent('R'), typed('Ri'))
    expect(noteToSend(second)).toBeNull()
    const kept = fold(second, answered('R', true))
    expect([noteToSend(kept), kept.kept]).toEqual(['Ri', 'R'])
  })

  test.each([
    ['refused, then heard', [answered('Wrong', false), heard('Right.')]],
    ['heard, then refused', [heard('Right.'), answered('Wrong', false)]],
  ] as const)('lays aside what was written here meanwhile: %s', (_order, events) => {
    const own = fold(beginNote(''), typed('Wrong'), sent('Wrong'), ...events)
    expect(own).toMatchObject({ text: 'Right.', aside: 'Wrong' })
    expect(noteToSend(own)).toBeNull()
    const added = fold(own, { kind: 'aside-added' })
    expect(added).toMatchObject({ text: 'Right.\nWrong', kept: 'Right.', aside: null })
    expect(noteToSend(added)).toBe('Right.\nWrong')
    expect(fold(own, { kind: 'aside-dropped' })).toEqual(beginNote('Right.'))
  })

  test('that could not be sent is sent again when core is heard again, or found kept', () => {
    const lost = fold(beginNote('R'), typed('Ri'), sent('Ri'), answered('Ri', false))
    expect(noteToSend(lost)).toBeNull()
    expect(noteToSend(fold(lost, heard('R')))).toBe('Ri')
    expect(fold(lost, heard('Ri'))).toEqual(beginNote('Ri'))
  })
})
