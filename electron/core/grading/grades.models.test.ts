import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { GradeState } from '../../contract/grades.ts'
import type { Answer, ModeAsked } from '../../contract/turns.ts'
import type { Child, Spawn } from '../../engine/child.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openCore, type Core, type CoreOptions } from '../core.ts'

const never = new AbortController().signal

function open(options: Partial<CoreOptions> = {}): Core {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ponder-grades-'))
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }))
  const core = openCore({
    dataFolder,
    demoFolder: resolve('models/demo'),
    spawn: forkChild,
    shell: 'browser',
    version: 'test',
    givenModel: null,
    ...options,
  })
  onTestFinished(() => core.close())
  return core
}

async function ask(
  core: Core,
  text: string,
  modeAsked: ModeAsked,
  after: Answer | null = null,
): Promise<Answer> {
  const parts = [{ kind: 'text' as const, text }]
  const place = { conversationId: after?.conversationId ?? null, parentId: after?.id ?? null }
  const { conversationId } = await core.calls.ask({ ...place, parts, modeAsked }, never)
  for await (const update of core.calls.followConversation({ conversationId, limit: 20 }, never)) {
    if (update.kind === 'done') return update.answer
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    if (last?.kind === 'answer' && last.status !== 'running') return last
  }
  throw new Error('The stream of updates ended.')
}

/** Every state of an answer's grading, until `isEnough`. */
async function statesOf(
  core: Core,
  { id, conversationId }: Answer,
  isEnough: (state: GradeState) => boolean,
): Promise<GradeState[]> {
  const states: GradeState[] = []
  for await (const update of core.calls.followGrades({ conversationId }, never)) {
    const news = update.kind === 'all' ? update.grades : update.kind === 'grade' ? [update.state] : []
    for (const state of news) {
      if (state.answerId !== id) continue
      states.push(state)
      if (isEnough(state)) return states
    }
  }
  throw new Error('The stream of grades ended.')
}

const isGraded = ({ kind }: GradeState) => kind === 'graded' || kind === 'failed'

async function graded(core: Core, answer: Answer) {
  const state = (await statesOf(core, answer, isGraded)).at(-1)
  if (state?.kind !== 'graded') throw new Error(JSON.stringify(state))
  return state.grade
}

describe('grades by the demo model', () => {
  test('a right answer is held against other attempts and judged, and its grade stays', async () => {
    const core = open()
    const answer = await ask(core, 'What is 347 + 585?', 'think')
    expect(answer.text).toContain('932')
    await core.calls.gradeAnswer({ answerId: answer.id }, never)
    const grade = await graded(core, answer)
    expect(grade.rivals).toHaveLength(4)
    expect(grade.score).toBeGreaterThan(3)
    expect(grade.low).toBeLessThanOrEqual(grade.score)
    expect(grade.high).toBeGreaterThanOrEqual(grade.score)
    expect(grade.reason).toMatch(/\p{L}/u)
    const judged = grade.rivals.flatMap(({ comparison }) => comparison?.judgements ?? [])
    expect(judged.length).toBeGreaterThanOrEqual(2)
    expect(judged.every(({ thought }) => thought !== '')).toBe(true)
    // Kept: a window that comes later sees it at once.
    expect(await statesOf(core, answer, isGraded)).toMatchObject([
      { kind: 'graded', grade: { score: grade.score } },
    ])
  })

  test('a wrong answer is graded lower than a right one', async () => {
    const core = open()
    const wrong = await ask(core, 'What is 358 + 467?', 'quick')
    expect(wrong.text).not.toContain('825')
    const right = await ask(core, 'What is 358 + 467?', 'think', wrong)
    expect(right.text).toContain('825')
    for (const { id } of [wrong, right]) await core.calls.gradeAnswer({ answerId: id }, never)
    const [low, high] = await Promise.all([graded(core, wrong), graded(core, right)])
    expect(low.score).toBeLessThan(high.score)
  })

  test('a question asked meanwhile comes first, reads only what is new, and the grade is made after it', async () => {
    const core = open()
    const first = await ask(core, 'What is 347 + 585?', 'think')
    await core.calls.gradeAnswer({ answerId: first.id }, never)
    await statesOf(core, first, (state) => state.kind === 'grading' && state.done > 0)
    const second = await ask(core, 'What is the capital of France?', 'quick', first)
    expect(second).toMatchObject({ status: 'complete' })
    expect(second.tokens.reused).toBeGreaterThan(second.tokens.prompt / 2)
    expect((await graded(core, first)).rivals).toHaveLength(4)
  })

  test('what was judged is not judged again', async () => {
    const core = open()
    const answer = await ask(core, 'What is 21 + 34?', 'think')
    await core.calls.gradeAnswer({ answerId: answer.id }, never)
    const first = await graded(core, answer)
    await core.calls.gradeAnswer({ answerId: answer.id }, never)
    const [, again] = await statesOf(
      core,
      answer,
      (state) => state.kind === 'graded' && state.grade.createdAt > first.createdAt,
    )
    const second = await graded(core, answer)
    expect(again).toBeDefined()
    expect([second.score, second.ms]).toEqual([first.score, 0])
  })

  test('grading can be stopped, and an answer without a grade has none', async () => {
    const core = open()
    const answer = await ask(core, 'What is 347 + 585?', 'think')
    await core.calls.gradeAnswer({ answerId: answer.id }, never)
    await statesOf(core, answer, ({ kind }) => kind === 'grading')
    await core.calls.stopGrading({ answerId: answer.id }, never)
    expect((await statesOf(core, answer, ({ kind }) => kind === 'none')).at(-1)).toMatchObject({
      kind: 'none',
    })
  })

  test('every answer is graded by itself when the person wants that', async () => {
    const core = open()
    await core.calls.changeSettings({ grading: 'always' }, never)
    const answer = await ask(core, 'What is the capital of France?', 'quick')
    expect((await graded(core, answer)).rivals).toHaveLength(4)
  })

  test('an engine that dies while it judges comes back and goes on', async () => {
    const children: Child[] = []
    const spawn: Spawn = (name) => {
      const child = forkChild(name)
      if (name === 'text-engine') children.push(child)
      return child
    }
    const core = open({ spawn })
    const answer = await ask(core, 'What is 347 + 585?', 'think')
    await core.calls.gradeAnswer({ answerId: answer.id }, never)
    await statesOf(core, answer, (state) => state.kind === 'grading' && state.done > 0)
    children.at(-1)?.kill()
    expect((await graded(core, answer)).rivals).toHaveLength(4)
    expect(children.length).toBe(2)
  })

  test('what a person notes stays beside it', async () => {
    const core = open()
    const answer = await ask(core, 'What is the capital of France?', 'quick')
    const change = { answerId: answer.id, note: 'Right, but short.', before: '', writer: 'a window' }
    await core.calls.noteAnswer(change, never)
    for await (const update of core.calls.followGrades({ conversationId: answer.conversationId }, never)) {
      expect(update).toMatchObject({
        kind: 'all',
        notes: [{ answerId: answer.id, note: 'Right, but short.' }],
      })
      break
    }
  })
})
