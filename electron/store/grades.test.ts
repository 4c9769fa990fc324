import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Grade } from '../contract/grades.ts'
import { openStore, type Store } from './store.ts'

function opened() {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Sums')
  const question = store.saveQuestion({
    conversationId,
    parentId: null,
    parts: [{ kind: 'text', text: 'What is 2 + 2?' }],
    modeAsked: 'auto',
  })
  return { store, conversationId, questionId: question.id }
}

function answerIn(store: Store, conversationId: string, parentId: string, text: string): string {
  const { id } = store.saveAnswer({ conversationId, parentId, modelName: 'M', modeAsked: 'auto' })
  store.writeAnswer(id, { status: 'complete', text })
  return id
}

function gradeOf(answerId: string, score: number): Grade {
  const interval = { score, low: 1, high: 5, confidence: 0.5, isUnsure: false, consistency: null }
  return { answerId, ...interval, reason: 'So it is.', rivals: [], judgeName: 'J', ms: 1, createdAt: 1 }
}

test('the last grade of an answer is kept, and a conversation knows all of its grades', () => {
  const { store, conversationId, questionId } = opened()
  const one = answerIn(store, conversationId, questionId, '4')
  const other = answerIn(store, conversationId, questionId, '5')
  store.saveGrade(gradeOf(one, 2))
  store.saveGrade(gradeOf(one, 4))
  store.saveGrade(gradeOf(other, 1))
  expect(store.grade(one)).toEqual(gradeOf(one, 4))
  expect(store.gradesOf(conversationId)).toHaveLength(2)
  expect(store.gradesOf('another')).toEqual([])
})

test('a grade goes with the words it was given for, and stays where an answer ends without another word', () => {
  const { store, conversationId, questionId } = opened()
  const answerId = answerIn(store, conversationId, questionId, '4')
  store.saveGrade(gradeOf(answerId, 4))
  store.writeAnswer(answerId, { status: 'running', problem: null })
  store.writeAnswer(answerId, { status: 'stopped', text: '4' })
  expect(store.grade(answerId)).toEqual(gradeOf(answerId, 4))
  store.writeAnswer(answerId, { status: 'running', text: '4 and' })
  expect(store.grade(answerId)).toBeNull()
})

test('the siblings of an answer are the other finished ones, oldest first', () => {
  const { store, conversationId, questionId } = opened()
  const [first, second, third] = ['4', '5', '6'].map((text) =>
    answerIn(store, conversationId, questionId, text),
  )
  const running = store.saveAnswer({
    conversationId,
    parentId: questionId,
    modelName: 'M',
    modeAsked: 'auto',
  })
  expect(store.siblingAnswers(second ?? '').map(({ id }) => id)).toEqual([first, third])
  expect(store.siblingAnswers(running.id)).toHaveLength(3)
})

test('an empty note is none', () => {
  const { store, conversationId, questionId } = opened()
  const answerId = answerIn(store, conversationId, questionId, '4')
  store.savePersonNote({ answerId, note: 'Right.' })
  expect(store.personNotes(conversationId)).toEqual([{ answerId, note: 'Right.' }])
  store.savePersonNote({ answerId, note: ' ' })
  expect(store.personNotes(conversationId)).toEqual([])
})

test('work is found by its hash in its own conversation, as long as it fits what is asked for', () => {
  const { store, conversationId } = opened()
  const schema = z.object({ text: z.string() })
  store.saveJudgeWork(conversationId, 'hash', { text: 'kept' })
  expect(store.judgeWork(conversationId, 'hash', schema)).toEqual({ text: 'kept' })
  expect(store.judgeWork(conversationId, 'other', schema)).toBeNull()
  expect(store.judgeWork(store.createConversation('Other').id, 'hash', schema)).toBeNull()
  expect(store.judgeWork(conversationId, 'hash', z.object({ number: z.number() }))).toBeNull()
})

test('grades, notes and work go with a conversation that is forgotten', () => {
  const { store, conversationId, questionId } = opened()
  const answerId = answerIn(store, conversationId, questionId, '4')
  store.saveGrade(gradeOf(answerId, 4))
  store.savePersonNote({ answerId, note: 'Right.' })
  store.saveJudgeWork(conversationId, 'hash', { text: 'kept' })
  store.deleteConversation(conversationId)
  store.forgetDeleted()
  expect(store.grade(answerId)).toBeNull()
  expect(store.personNotes(conversationId)).toEqual([])
  expect(store.judgeWork(conversationId, 'hash', z.object({ text: z.string() }))).toBeNull()
})
