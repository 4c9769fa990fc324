import { expect, onTestFinished, test } from 'vitest'
import type { Part } from '../../contract/turns.ts'
import { openStore } from '../../store/store.ts'
import { subjectOf } from './grade-subject.ts'

/** A question of these parts and its answer. */
function answered(parts: readonly Part[], text: string) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Talk')
  const question = store.saveQuestion({
    conversationId,
    parentId: null,
    parts: [...parts],
    modeAsked: 'auto',
  })
  const asked = { conversationId, parentId: question.id, modelName: 'M', modeAsked: 'auto' as const }
  const answer = store.writeAnswer(store.saveAnswer(asked).id, { status: 'complete', text })
  return { store, answer }
}

const words: Part = { kind: 'text', text: 'What is this?' }
const id = 'a'.repeat(64)
const image = { id, width: 1, height: 1, bytes: 1, format: 'png', name: 'a.png', alt: '' } as const

test('a judge is shown the question and what came before it', () => {
  const { store, answer } = answered([words], 'A cat.')
  expect(subjectOf(store, answer.id)).toMatchObject({ asked: { question: 'What is this?', before: '' } })
})

test('an answer without words and an answer about an image are not graded, and why is said with what to do', () => {
  const empty = answered([words], ' ')
  expect(() => subjectOf(empty.store, empty.answer.id)).toThrow('no words to grade')
  const seen = answered([words, { kind: 'image', image }], 'A cat.')
  expect(() => subjectOf(seen.store, seen.answer.id)).toThrow('reads words only')
  expect(() => subjectOf(seen.store, 'gone')).toThrow('no longer in the conversation')
})
