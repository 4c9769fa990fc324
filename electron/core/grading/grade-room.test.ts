import { expect, onTestFinished, test } from 'vitest'
import type { GradeState } from '../../contract/grades.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import { createLine } from '../line.ts'
import { replaced, type Bench } from './bench.ts'
import { createGradeRoom } from './grade-room.ts'
import { createJudgeSteps, type Judge } from './judge-step.ts'

test('a grade whose judge made room for another model is begun again with that one', async () => {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Numbers')
  const asked = { conversationId, parentId: null, parts: [{ kind: 'text' as const, text: 'A number?' }] }
  const question = store.saveQuestion({ ...asked, modeAsked: 'auto' })
  const answering = { conversationId, parentId: question.id, modelName: 'M', modeAsked: 'auto' as const }
  const answer = store.writeAnswer(store.saveAnswer(answering).id, { status: 'complete', text: '9' })
  const run: Bench['run'] = (work, signal) => work(signal)
  const engine = scriptedEngine({ pieces: ({ seed }) => [{ kind: 'answer', text: `${seed}`, tokens: 1 }] })
  const judge = (name: string, itsRun: Bench['run']): Judge => ({
    kind: 'scores',
    name,
    key: [name],
    run: itsRun,
    score: async (_query, documents) => documents.map((text) => (text === '9' ? 0.9 : 0.1)),
  })
  let judged = 0
  const second: Bench['run'] = (work, signal) => {
    judged += 1
    return run(work, signal)
  }
  const judges = [
    // It judges one pair, and by the next another model is open.
    judge('First', async (work, signal) => {
      if (judged > 0) throw replaced('First')
      judged += 1
      return run(work, signal)
    }),
    judge('Second', second),
  ]
  const { promise: ended, resolve } = Promise.withResolvers<GradeState>()
  const room = createGradeRoom({
    store,
    steps: createJudgeSteps(store),
    followers: {
      publish: (_id, update) => {
        if (update.kind === 'grade' && update.state.kind !== 'grading') resolve(update.state)
      },
    },
    line: createLine(),
    judge: async () => judges.shift() ?? judge('Third', run),
    answerer: async () => ({ engine, model: scriptedModel, run }),
    graded: () => undefined,
  })
  onTestFinished(() => room.close())
  room.start(answer.id)
  expect(await ended).toMatchObject({
    kind: 'graded',
    grade: { judgeName: 'Second', score: expect.any(Number) },
  })
  // Every pair of the grade, and none is left from the first judge.
  expect(judged).toBe(1 + (store.grade(answer.id)?.rivals.length ?? 0))
})
