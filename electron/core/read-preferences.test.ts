import { expect, onTestFinished, test } from 'vitest'
import { countJudgements, type Judgement } from '../capabilities/grade-answers/index.ts'
import { openStore } from '../store/store.ts'
import { readPreferences } from './read-preferences.ts'

/** Two answers to one question, of which a judge found the second better. */
function compared() {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Numbers')
  const parts = [{ kind: 'text' as const, text: 'A number?' }]
  const question = store.saveQuestion({ conversationId, parentId: null, parts, modeAsked: 'auto' })
  const asked = { conversationId, parentId: question.id, modelName: 'M', modeAsked: 'auto' as const }
  const [one, other] = ['3', '9'].map((text) =>
    store.writeAnswer(store.saveAnswer(asked).id, { status: 'cut', text }),
  )
  if (one === undefined || other === undefined) throw new Error('Two answers were saved.')
  const judgements = [false, true].map((swapped): Judgement => {
    const tokens = { read: 1, reused: 0, written: 1 }
    return { swapped, vote: 'second', why: null, thought: 'Larger.', text: '', attempts: 1, tokens }
  })
  const comparison = { ...countJudgements(judgements), judgements }
  store.saveTournament({
    id: 't',
    conversationId,
    questionId: question.id,
    kind: 'compare',
    count: 2,
    candidates: [one, other].map(({ id, text }) => ({ answerId: id, text })),
    matches: [{ round: 1, first: 0, second: 1, winner: 1, pFirst: 0, comparison }],
    matchCount: 1,
    ratings: null,
    best: 1,
    state: 'done',
    problem: null,
    msLeft: null,
    judgeName: 'J',
    createdAt: 0,
  })
  const read = () => readPreferences(store, { conversationId, shape: 'chosen-rejected', withJudge: true })
  return { store, one, read }
}

test('what a judge decided is a preference', () => {
  const { read } = compared()
  expect(read()).toMatchObject({ byPerson: 0, byJudge: 1 })
  expect(JSON.parse(read().lines)).toMatchObject({
    chosen: [{ content: '9' }],
    rejected: [{ content: '3' }],
    by: 'judge',
  })
})

test('an answer that has gone on since was not judged as it stands now', () => {
  const { store, one, read } = compared()
  store.writeAnswer(one.id, { status: 'complete', text: '3 or rather 10' })
  expect(read()).toEqual({ byPerson: 0, byJudge: 0, lines: '' })
})
