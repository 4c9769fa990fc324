import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import type { GradeState } from '../../contract/grades.ts'
import type { Answer } from '../../contract/turns.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openCore, type Core } from '../core.ts'

const never = new AbortController().signal

/** The demo model is open; a small model with a ranking head lies in the person's folder. */
function open(): Core {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ponder-judge-'))
  mkdirSync(join(dataFolder, 'models'), { recursive: true })
  const ranker = randomModel({ ...smallestShape, contextLength: 2048, ranks: true })
  writeFileSync(join(dataFolder, 'models', 'ranker.gguf'), ranker)
  const core = openCore({
    dataFolder,
    demoFolder: resolve('models/demo'),
    spawn: forkChild,
    shell: 'browser',
    version: 'test',
    givenModel: null,
  })
  onTestFinished(async () => {
    await core.close()
    rmSync(dataFolder, { recursive: true, force: true })
  })
  return core
}

async function rankerOf(core: Core): Promise<string> {
  for await (const update of core.calls.watchApp({}, never)) {
    const own = update.kind === 'models' && update.models.find(({ source }) => source === 'own')
    if (own) return own.id
  }
  throw new Error('The list of models ended.')
}

async function askQuickly(core: Core, text: string): Promise<Answer> {
  const asked = { conversationId: null, parentId: null, parts: [{ kind: 'text' as const, text }] }
  const { conversationId } = await core.calls.ask({ ...asked, modeAsked: 'quick' }, never)
  for await (const update of core.calls.followConversation({ conversationId, limit: 20 }, never))
    if (update.kind === 'done') return update.answer
  throw new Error('The stream of updates ended.')
}

async function graded(core: Core, { id, conversationId }: Answer): Promise<GradeState> {
  await core.calls.gradeAnswer({ answerId: id }, never)
  for await (const update of core.calls.followGrades({ conversationId }, never)) {
    const states = update.kind === 'all' ? update.grades : update.kind === 'grade' ? [update.state] : []
    const end = states.find(({ kind }) => kind === 'graded' || kind === 'failed')
    if (end !== undefined) return end
  }
  throw new Error('The stream of grades ended.')
}

test('a judge with a ranking head is recognised by its file, scores each answer, and is nobody to chat with', async () => {
  const core = open()
  const judgeModelId = await rankerOf(core)
  expect(await core.calls.describeJudge({ modelId: judgeModelId }, never)).toMatchObject({ kind: 'scores' })
  await expect(
    core.calls.describeModel({ modelId: judgeModelId, contextSize: null }, never),
  ).rejects.toMatchObject({ code: 'not-a-chat-model' })

  await core.calls.changeSettings({ judgeModelId }, never)
  const state = await graded(core, await askQuickly(core, 'What is 358 + 467?'))
  expect(state.kind === 'failed' ? state.problem : null).toBeNull()
  const grade = state.kind === 'graded' ? state.grade : null
  expect(grade?.judgeName).toBe('Ranker')
  const judged = grade?.rivals.flatMap(({ comparison }) => comparison ?? []) ?? []
  expect(judged.length).toBeGreaterThan(0)
  for (const { pFirst, judgements } of judged) {
    expect(judgements).toMatchObject([{ text: expect.stringMatching(/^Scores: 0\.\d+ against 0\.\d+\.$/) }])
    expect(pFirst).not.toBe(0.5)
  }
})

test('a judge that is gone is said so, and the chat goes on', async () => {
  const core = open()
  await core.calls.changeSettings({ judgeModelId: 'gone' }, never)
  const answer = await askQuickly(core, 'What is the capital of Spain?')
  expect(await graded(core, answer)).toMatchObject({ kind: 'failed', problem: { code: 'unknown-model' } })
  expect((await askQuickly(core, 'What is the capital of Japan?')).text).toContain('Tokyo')
})
