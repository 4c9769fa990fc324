import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import type { GradeState } from '../../contract/grades.ts'
import type { Answer } from '../../contract/turns.ts'
import type { Spawn } from '../../engine/child.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openCore, type Core } from '../core.ts'

const never = new AbortController().signal

/** A small model with a ranking head. */
function putRanker(folder: string): void {
  const ranker = randomModel({ ...smallestShape, contextLength: 2048, ranks: true })
  writeFileSync(join(folder, 'ranker.gguf'), ranker)
}

/** The weights of the demo model in another file: to Ponder a model of its own. */
function putTwin(folder: string): void {
  copyFileSync(resolve('models/demo/ponder-demo-q8.gguf'), join(folder, 'twin.gguf'))
}

/** The demo model is open; the judge lies in the person's folder. */
function open(putJudge: (folder: string) => void, spawn: Spawn = forkChild): Core {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ponder-judge-'))
  mkdirSync(join(dataFolder, 'models'), { recursive: true })
  putJudge(join(dataFolder, 'models'))
  const core = openCore({
    dataFolder,
    demoFolder: resolve('models/demo'),
    spawn,
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

async function judgeOf(core: Core): Promise<string> {
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

/** Every state the open model was in until `signal` aborts. */
async function watchStates(core: Core, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  for await (const update of core.calls.watchApp({}, signal))
    if (update.kind === 'engine') seen.add(update.engine.kind)
  return seen
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
  const core = open(putRanker)
  const judgeModelId = await judgeOf(core)
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

test.each([
  { secondModel: 'beside', room: 'beside', rested: false },
  { secondModel: 'turns', room: 'turns', rested: true },
] as const)(
  'a judge that writes, in an engine of its own ($secondModel), grades an answer in its words, and the chat goes on',
  async ({ secondModel, room, rested }) => {
    const engines: string[] = []
    const core = open(putTwin, (name) => {
      if (name === 'text-engine') engines.push(name)
      return forkChild(name)
    })
    const judgeModelId = await judgeOf(core)
    await core.calls.changeSettings({ judgeModelId, secondModel }, never)
    expect(await core.calls.describeJudge({ modelId: judgeModelId }, never)).toEqual({ kind: 'writes', room })
    const answer = await askQuickly(core, 'What is 358 + 467?')
    expect(answer.text).not.toContain('825')
    const stop = new AbortController()
    const states = watchStates(core, stop.signal)

    const state = await graded(core, answer)
    expect(state.kind === 'failed' ? state.problem : null).toBeNull()
    const grade = state.kind === 'graded' ? state.grade : null
    expect(grade?.judgeName).toBe('Twin')
    const comparisons = grade?.rivals.flatMap(({ source, comparison }) =>
      source === 'sampled' && comparison !== null ? [comparison] : [],
    )
    expect(comparisons?.length).toBeGreaterThan(0)
    for (const { judgements } of comparisons ?? []) {
      expect(judgements.map(({ swapped }) => swapped)).toEqual([false, true])
      for (const { thought, text, chance } of judgements) {
        expect(thought).not.toBe('')
        expect(text).toMatch(/\\boxed\{Assistant [12]\}/)
        expect(chance).toBeGreaterThan(0)
      }
    }
    // A wrong sum, held against right ones by a judge that knows sums.
    expect(grade?.score).toBeLessThan(3)
    expect(engines.length).toBeGreaterThan(1)

    expect((await askQuickly(core, 'What is the capital of Japan?')).text).toContain('Tokyo')
    stop.abort()
    expect((await states).has('resting')).toBe(rested)
  },
)

test('a judge that is gone is said so, and the chat goes on', async () => {
  const core = open(() => undefined)
  await core.calls.changeSettings({ judgeModelId: 'gone' }, never)
  const answer = await askQuickly(core, 'What is the capital of Spain?')
  expect(await graded(core, answer)).toMatchObject({ kind: 'failed', problem: { code: 'unknown-model' } })
  expect((await askQuickly(core, 'What is the capital of Japan?')).text).toContain('Tokyo')
})
