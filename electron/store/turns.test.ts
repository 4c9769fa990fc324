import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../contract/turns.ts'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

const FINAL = {
  status: 'cut',
  route: { mode: 'think', by: 'own-decision', pThink: 0.75, ms: 12.5 },
  thought: 'Let me see.',
  thoughtEnd: 'budget',
  text: 'Forty-two.',
  tokens: { prompt: 10, reused: 5, thought: 4, answer: 3 },
  ms: { firstToken: 20.25, thought: 100, generate: 0, total: 200.5 },
  notes: [{ capability: 'grade-answers', text: 'Good', details: null }],
  problem: { code: 'context-full', message: 'Full.', remedy: 'Start anew.' },
  modelName: 'Another model',
} satisfies Partial<Answer>

describe('an answer', () => {
  test('begins empty and running', () => {
    const store = temporaryStore()
    const { id } = store.createConversation('Tea')
    const question = ask(store, id, null, 'Which?')
    const begun = store.saveAnswer({
      conversationId: id,
      parentId: question.id,
      modelName: 'Small model',
      modeAsked: 'think',
    })
    expect(begun).toMatchObject({ status: 'running', text: '', thought: '', route: null, notes: [] })
    expect(store.turn(begun.id)).toEqual(begun)
  })

  test('keeps every field that is written, and those that are not', () => {
    const file = temporaryFile()
    const store = openStore(file)
    const { id } = store.createConversation('Tea')
    const begun = answer(store, ask(store, id, null, 'Which?'), 'Green.')
    const written = store.writeAnswer(begun.id, FINAL)
    expect(written).toEqual({ ...begun, ...FINAL })
    const continued = store.writeAnswer(begun.id, { status: 'running', problem: null })
    store.close()

    const again = openStore(file)
    expect(again.turn(begun.id)).toEqual(continued)
    expect(again.turn(begun.id)).toEqual({ ...written, status: 'running', problem: null })
    again.close()
  })

  test('that was running when Ponder ended becomes interrupted, with what it had', () => {
    const store = temporaryStore()
    const { id } = store.createConversation('Tea')
    const question = ask(store, id, null, 'Which?')
    const done = answer(store, question, 'Green.')
    const begun = store.saveAnswer({
      conversationId: id,
      parentId: question.id,
      modelName: 'Small model',
      modeAsked: 'auto',
    })
    store.writeAnswer(begun.id, { text: 'Gre' })
    expect(store.markInterrupted()).toBe(1)
    expect(store.markInterrupted()).toBe(0)
    expect(store.turn(begun.id)).toMatchObject({ status: 'interrupted', text: 'Gre' })
    expect(store.turn(done.id)).toEqual(done)
  })
})

test('any text comes back as it was given', () => {
  const store = temporaryStore()
  const { id } = store.createConversation('Tea')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (asked, answered) => {
      const question = ask(store, id, null, asked)
      const written = answer(store, question, answered)
      expect(store.turn(question.id)).toEqual(question)
      expect(store.turn(written.id)).toEqual(written)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('a turn hangs only where it belongs: answers under questions, in the same conversation', () => {
  const store = temporaryStore()
  const tea = store.createConversation('Tea')
  const rain = store.createConversation('Rain')
  const question = ask(store, tea.id, null, 'Which?')
  const notFound = expect.objectContaining({ code: 'turn-not-found' })
  expect(() => ask(store, tea.id, question.id, 'A question under a question')).toThrow(notFound)
  expect(() => ask(store, rain.id, answer(store, question, 'Green.').id, 'Elsewhere')).toThrow(notFound)
  expect(() => ask(store, tea.id, 'none', 'Under nothing')).toThrow(notFound)
  expect(() => store.writeAnswer(question.id, { text: 'Not an answer' })).toThrow(notFound)
  expect(store.listConversations().map(({ title }) => title)).toEqual(['Tea', 'Rain'])
})
