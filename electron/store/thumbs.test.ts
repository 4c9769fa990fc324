import { expect, test } from 'vitest'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryStore } from './fixtures/temporary.ts'

function talked() {
  const store = temporaryStore()
  const { id } = store.createConversation('Tea')
  const question = ask(store, id, null, 'Which?')
  return { store, conversationId: id, question, green: answer(store, question, 'Green.') }
}

test('a thumb is read with its answer, is changed, and is taken back', () => {
  const { store, conversationId, green } = talked()
  expect(green.thumb).toBeNull()
  expect(store.keepThumb(green.id, 'up')).toEqual({ ...green, thumb: 'up' })
  store.keepThumb(green.id, 'down')
  expect(store.turn(green.id)).toEqual({ ...green, thumb: 'down' })
  const { turns } = store.shownPath(conversationId, { beforeId: null, limit: 10 })
  expect(turns.at(-1)?.turn).toMatchObject({ thumb: 'down' })
  store.keepThumb(green.id, null)
  expect(store.turn(green.id)).toEqual(green)
})

test('writing on an answer keeps its thumb', () => {
  const { store, green } = talked()
  store.keepThumb(green.id, 'up')
  expect(store.writeAnswer(green.id, { text: 'Green tea.' })).toMatchObject({ thumb: 'up' })
  expect(store.turn(green.id)).toMatchObject({ thumb: 'up', text: 'Green tea.' })
})

test('a thumb goes with a conversation that is forgotten', () => {
  const { store, conversationId, green } = talked()
  store.keepThumb(green.id, 'up')
  store.deleteConversation(conversationId)
  store.forgetDeleted()
  expect(store.turn(green.id)).toBeNull()
})

test('only answers that are there can be judged', () => {
  const { store, question } = talked()
  expect(() => store.keepThumb('nowhere', 'up')).toThrow('no longer in the conversation')
  expect(() => store.keepThumb(question.id, 'up')).toThrow('no longer in the conversation')
})
