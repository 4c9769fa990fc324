import { describe, expect, test } from 'vitest'
import { beginNote, foldNote, noteToSend, withAside, type NoteEvent, type OwnNote } from './own-note.ts'

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

  const onItsWay = fold(beginNote('R'), typed('Ri'), sent('Ri'), typed('Rig'))
  test.each([
    ['while it is on its way', onItsWay],
    [
      'after the line broke',
      fold(onItsWay, answered('Ri', false), typed('Righ'), sent('Righ'), answered('Righ', false)),
    ],
  ])('that arrived though nothing came back is not taken for another window’s: %s', (_when, own) => {
    const found = fold(own, heard('Ri'), answered('Ri', false))
    expect(found).toMatchObject({ text: own.text, kept: 'Ri', aside: null })
    expect(noteToSend(found)).toBe(own.text)
  })

  test('is not added to where both together are too long to be kept', () => {
    const own = fold(beginNote(''), typed('a'.repeat(1500)), heard('b'.repeat(1500)))
    expect(withAside(own)).toBeNull()
    expect(fold(own, { kind: 'aside-added' })).toEqual(own)
    const shorter = fold(own, typed('b'))
    expect(withAside(shorter)).toBe(`b\n${'a'.repeat(1500)}`)
  })
})
