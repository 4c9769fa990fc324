import { expect, onTestFinished, test } from 'vitest'
import type { Part } from '../../contract/turns.ts'
import { openStore } from '../../store/store.ts'
import { createPersonNotes } from './person-notes.ts'

const id = 'a'.repeat(64)
const image = { id, width: 1, height: 1, bytes: 1, format: 'png', name: 'a.png', alt: '' } as const

function opened(parts: readonly Part[] = [{ kind: 'text', text: 'A number?' }]) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Numbers')
  const asked = { conversationId, parentId: null, modeAsked: 'auto' as const }
  const question = store.saveQuestion({ ...asked, parts: [...parts] })
  const answer = store.saveAnswer({ ...asked, parentId: question.id, modelName: 'M' })
  const published: unknown[] = []
  const notes = createPersonNotes(store, { publish: (_id, update) => void published.push(update) })
  const kept = () => store.personNotes(conversationId).map(({ note }) => note)
  return { notes, answerId: answer.id, published, kept }
}

test('an answer about an image can be noted on, though no judge can grade it', () => {
  const { notes, answerId, kept } = opened([{ kind: 'image', image }])
  notes.write({ answerId, note: 'A fine cat.', before: '', writer: 'one' })
  expect(kept()).toEqual(['A fine cat.'])
  expect(() => notes.write({ answerId: 'gone', note: 'x', before: '', writer: 'one' })).toThrow(
    'no longer in the conversation',
  )
})

test('what another window has written meanwhile is not written over', () => {
  const { notes, answerId, kept, published } = opened()
  notes.write({ answerId, note: ' ', before: '', writer: 'one' })
  notes.write({ answerId, note: 'Right.', before: ' ', writer: 'one' })
  const unseen = () => notes.write({ answerId, note: 'Wrong.', before: '', writer: 'other' })
  expect(unseen).toThrow(expect.objectContaining({ code: 'note-changed' }))
  expect(kept()).toEqual(['Right.'])
  notes.write({ answerId, note: 'Right. Or not.', before: 'Right.', writer: 'other' })
  expect(kept()).toEqual(['Right. Or not.'])
  expect(published.at(-1)).toEqual({
    kind: 'note',
    note: { answerId, note: 'Right. Or not.' },
    writer: 'other',
  })
})
