import { expect, onTestFinished, test, vi } from 'vitest'
import type { GradeState } from '../../contract/grades.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import { createLine } from '../line.ts'
import { replaced, type Bench } from './bench.ts'
import { createGradeRoom } from './grade-room.ts'
import { createJudgeSteps, type Judge } from './judge-step.ts'

const run: Bench['run'] = (work, signal) => work(signal)
const judge = (name: string, itsRun: Bench['run']): Judge => ({
  kind: 'scores',
  name,
  key: [name],
  run: itsRun,
  score: async (_query, documents) => documents.map((text) => (text === '9' ? 0.9 : 0.1)),
})

/** A room with one answer, and judges in their order. */
function opened(judges: Judge[]) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Numbers')
  const asked = { conversationId, parentId: null, parts: [{ kind: 'text' as const, text: 'A number?' }] }
  const question = store.saveQuestion({ ...asked, modeAsked: 'auto' })
  const answering = { conversationId, parentId: question.id, modelName: 'M', modeAsked: 'auto' as const }
  const answer = store.writeAnswer(store.saveAnswer(answering).id, { status: 'complete', text: '9' })
  const engine = scriptedEngine({ pieces: ({ seed }) => [{ kind: 'answer', text: `${seed}`, tokens: 1 }] })
  const line = createLine()
  let heard = (_state: GradeState) => {}
  const taught: number[] = []
  const room = createGradeRoom({
    store,
    steps: createJudgeSteps(store),
    followers: {
      publish: (_id, update) => {
        if (update.kind === 'grade' && update.state.kind !== 'grading') heard(update.state)
      },
    },
    line,
    judge: async () => judges.shift() ?? judge('Third', run),
    answerer: async () => ({ engine, model: scriptedModel, run }),
    graded: (_id, grade) => void taught.push(grade),
  })
  onTestFinished(() => room.close())
  const next = (act: () => void): Promise<GradeState> => {
    const { promise, resolve } = Promise.withResolvers<GradeState>()
    heard = resolve
    act()
    return promise
  }
  return { store, room, line, answer, conversationId, next, taught }
}

test('a grade whose judge made room for another model is begun again with that one', async () => {
  let judged = 0
  const second: Bench['run'] = (work, signal) => {
    judged += 1
    return run(work, signal)
  }
  // It sees whether the answer fits, judges one pair, and by the next another model is open.
  const first: Bench['run'] = async (work, signal) => {
    if (judged > 1) throw replaced('First')
    judged += 1
    return run(work, signal)
  }
  const { store, room, answer, next } = opened([judge('First', first), judge('Second', second)])
  expect(await next(() => room.start(answer.id))).toMatchObject({
    kind: 'graded',
    grade: { judgeName: 'Second', score: expect.any(Number) },
  })
  // The same again and every pair of the grade: none is left from the first judge.
  expect(judged).toBe(2 + 1 + (store.grade(answer.id)?.rivals.length ?? 0))
})

test('a grade stays where it could not be made again, and what was in the way is told beside it', async () => {
  const broken = async (): Promise<never> => {
    throw new PonderError({ code: 'broken', message: 'It broke.', remedy: 'Wait.' })
  }
  const { room, answer, conversationId, next, taught } = opened([
    judge('First', run),
    judge('Second', broken),
  ])
  const first = await next(() => room.start(answer.id))
  const again = await next(() => room.start(answer.id))
  expect(again).toEqual({ ...first, problem: { code: 'broken', message: 'It broke.', remedy: 'Wait.' } })
  expect(room.statesOf(conversationId).at(-1)).toEqual(again)
  expect(taught).toHaveLength(1)
})

test('an answer that goes on while it is graded has no grade', async () => {
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const slow: Bench['run'] = async (work, signal) => {
    begun.resolve()
    await goOn.promise
    return run(work, signal)
  }
  const { store, room, answer, next, taught } = opened([judge('First', slow)])
  const ended = next(() => room.start(answer.id))
  await begun.promise
  store.writeAnswer(answer.id, { status: 'complete', text: '9 and more' })
  goOn.resolve()
  expect(await ended).toEqual({ kind: 'none', answerId: answer.id })
  expect([store.grade(answer.id), taught]).toEqual([null, []])
})

test.each([
  { status: 'complete', graded: 2 },
  { status: 'running', graded: 1 },
] as const)(
  'where every answer is graded, one that went on meanwhile and is $status is graded $graded times',
  async ({ status, graded }) => {
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const slow: Bench['run'] = async (work, signal) => {
      begun.resolve()
      await goOn.promise
      return run(work, signal)
    }
    const { store, room, answer, conversationId, next } = opened([judge('First', slow), judge('Second', run)])
    store.changeSettings({ grading: 'always' })
    const ended = next(() => room.start(answer.id))
    await begun.promise
    store.writeAnswer(answer.id, { status, text: '9 and more' })
    goOn.resolve()
    expect(await ended).toMatchObject({ kind: 'none' })
    expect(room.statesOf(conversationId)).toHaveLength(graded - 1)
    if (graded === 2)
      expect(await next(() => {})).toMatchObject({ kind: 'graded', grade: { judgeName: 'Second' } })
  },
)

test('the grade of an answer that has gone on since is forgotten', async () => {
  const { store, room, answer, conversationId, next } = opened([judge('First', run)])
  await next(() => room.start(answer.id))
  const longer = store.writeAnswer(answer.id, { status: 'complete', text: '9 and more' })
  expect(await next(() => room.answerEnded(longer))).toEqual({ kind: 'none', answerId: answer.id })
  expect([store.grade(answer.id), room.statesOf(conversationId)]).toEqual([null, []])
})

test('the grade of an answer that was gone on with and then came to no other word stays', async () => {
  const { store, room, answer, conversationId, next } = opened([judge('First', run), judge('Second', run)])
  store.changeSettings({ grading: 'always' })
  const graded = await next(() => room.start(answer.id))
  store.writeAnswer(answer.id, { status: 'running', problem: null })
  const asItWas = store.writeAnswer(answer.id, { status: 'complete', text: '9' })
  expect(await next(() => room.answerEnded(asItWas))).toEqual(graded)
  // Nor is it graded again.
  expect(room.statesOf(conversationId)).toEqual([graded])
})

test('an answer that waits for quiet is graded also where the next one was stopped', async () => {
  const { store, room, line, answer, next } = opened([judge('First', run)])
  store.changeSettings({ grading: 'idle' })
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  room.answerEnded(answer)
  const { conversationId, parentId, modelName, modeAsked } = answer
  const other = store.saveAnswer({ conversationId, parentId, modelName, modeAsked })
  const leave = await line.wait(other.id, new AbortController().signal)
  leave()
  room.answerEnded(store.writeAnswer(other.id, { status: 'stopped' }))
  const graded = next(() => {})
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await graded).toMatchObject({ kind: 'graded', answerId: answer.id })
})
