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
  notes.write({ answerId, note: 'A fine cat.' })
  expect(kept()).toEqual(['A fine cat.'])
  expect(() => notes.write({ answerId: 'gone', note: 'x' })).toThrow('no longer in the conversation')
})
