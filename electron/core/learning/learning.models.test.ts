import { fork } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CalibrationProgress, Learning } from '../../contract/learning.ts'
import type { Answer, ModeAsked } from '../../contract/turns.ts'
import { modelFileKey } from '../../engine/think-modes/probe-cache.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openStore } from '../../store/store.ts'
import { openCore, type Core } from '../core.ts'

const never = new AbortController().signal
const PLAN = { questions: 10, answersPerMode: 1, seed: 4, ownQuestions: false }
const TOTAL = 20

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-learning-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function open(dataFolder: string): Promise<Core> {
  const core = openCore({
    dataFolder,
    demoFolder: resolve('models/demo'),
    spawn: forkChild,
    shell: 'browser',
    version: 'test',
    givenModel: null,
  })
  onTestFinished(() => core.close())
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === 'ready') break
  // Else one answer in fifty would be in the mode that is not expected.
  await core.calls.changeSettings({ exploration: 0 }, never)
  return core
}

async function learningOf(core: Core, isThere: (learning: Learning) => boolean): Promise<Learning> {
  for await (const learning of core.calls.watchLearning({}, never)) if (isThere(learning)) return learning
  throw new Error('The stream ended.')
}

async function calibrate(
  core: Core,
  until?: (progress: CalibrationProgress) => boolean,
  wish: Partial<typeof PLAN> = {},
) {
  const seen: CalibrationProgress[] = []
  for await (const progress of core.calls.calibrate({ ...PLAN, ...wish }, never)) {
    seen.push(progress)
    if (until?.(progress) === true) break
  }
  return seen
}

/** Runs it in a process of its own, which is killed once so many answers are kept; resolves to how many. */
async function calibrateUntilKilled(folder: string, answers: number): Promise<number> {
  const child = fork(join(import.meta.dirname, '../../shell/fixtures/calibrate-until-killed.ts'), [folder], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  for await (const [done] of on(child, 'message')) {
    if (Number(done) < answers) continue
    child.kill('SIGKILL')
    await exited
    return Number(done)
  }
  throw new Error('It ended by itself.')
}

async function ask(core: Core, text: string, modeAsked: ModeAsked = 'auto'): Promise<Answer> {
  const parts = [{ kind: 'text' as const, text }]
  const { conversationId } = await core.calls.ask(
    { conversationId: null, parentId: null, parts, modeAsked },
    never,
  )
  for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind === 'done') return update.answer
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    if (last?.kind === 'answer' && last.status !== 'running') return last
  }
  throw new Error('The stream ended.')
}

describe('calibrating the demo model', { timeout: 150_000 }, () => {
  test('tells its progress, and ends with a report, a first version and an Auto that goes by it', async () => {
    const core = await open(temporaryFolder())
    const seen = await calibrate(core)
    expect(seen[0]).toMatchObject({ state: 'running', done: 0, total: TOTAL, msLeft: null })
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: TOTAL, msLeft: 0 })
    expect(seen.some(({ msLeft }) => msLeft !== null && msLeft > 0)).toBe(true)

    const [report] = await core.calls.calibrationReports({}, never)
    expect(report).toMatchObject({ seed: 4, questions: 10, answersPerMode: 1 })
    expect(report?.choosers.map(({ chooser }) => chooser)).toEqual([
      'router',
      'own-choice',
      'always-think',
      'always-quick',
      'random',
    ])
    expect(report?.kinds.length).toBe(10)
    const shares = report?.curve.map(({ thinkShare }) => thinkShare) ?? []
    expect(shares).toEqual(shares.toSorted((one, two) => two - one))
    expect(shares.at(-1)).toBe(0)

    const learning = await learningOf(core, ({ version }) => version > 0)
    expect(learning).toMatchObject({ version: 1, isCalibrated: true, calibration: null, notice: null })
    const answer = await ask(core, 'What is 347 + 585?')
    expect(answer.route).toMatchObject({ by: 'router', version: 1 })
    expect(answer.route?.signals?.length).toBeGreaterThan(0)
    const page = await core.calls.learningPage({ modelKey: null }, never)
    expect(page.versions).toMatchObject([{ version: 1, origin: 'calibration', samples: TOTAL }])
    expect(page.samples).toMatchObject([{ answerId: answer.id, version: 1, state: 'unjudged' }])
  })

  test('is paused and gone on with where it was', async () => {
    const core = await open(temporaryFolder())
    await calibrate(core, ({ done }) => done >= 3)
    await core.calls.stopCalibration({}, never)
    const paused = await learningOf(core, ({ calibration }) => calibration?.state === 'paused')
    expect(paused.calibration?.done).toBeGreaterThanOrEqual(3)
    expect(paused.calibration?.done).toBeLessThan(TOTAL)
    const seen = await calibrate(core)
    expect(seen[0]?.done).toBe(paused.calibration?.done)
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: TOTAL })
  })

  test('that ended with Ponder is there at the next start', async () => {
    const folder = temporaryFolder()
    const before = await open(folder)
    await calibrate(before, ({ done }) => done >= 3)
    await before.close()
    const core = await open(folder)
    const { calibration } = await learningOf(core, ({ modelKey }) => modelKey !== null)
    expect(calibration).toMatchObject({ state: 'paused', total: TOTAL })
    expect(calibration?.done).toBeGreaterThanOrEqual(3)
    await core.calls.discardCalibration({}, never)
    expect((await learningOf(core, () => true)).calibration).toBeNull()
  })

  test('killed outright it has lost one answer at most, and goes on to its end', async () => {
    const folder = temporaryFolder()
    const done = await calibrateUntilKilled(folder, 5)
    const core = await open(folder)
    const { calibration } = await learningOf(core, ({ modelKey }) => modelKey !== null)
    expect(calibration).toMatchObject({ state: 'paused', total: TOTAL })
    expect(calibration?.done).toBeGreaterThanOrEqual(done)
    const seen = await calibrate(core)
    expect(seen[0]?.done).toBe(calibration?.done)
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: TOTAL })
    const [report] = await core.calls.calibrationReports({}, never)
    expect(report).toMatchObject({ questions: 10, own: 0 })
  })

  test('asks the person’s own questions only where that is allowed, and does not repeat their words', async () => {
    const core = await open(temporaryFolder())
    expect(await learningOf(core, ({ modelKey }) => modelKey !== null)).toMatchObject({
      ownQuestions: 0,
      msPerAnswer: null,
    })
    await ask(core, 'What is the capital of Spain?')
    await ask(core, 'What is the capital of Spain?')
    const before = await learningOf(core, ({ ownQuestions }) => ownQuestions > 0)
    expect(before.ownQuestions).toBe(1)
    expect(before.msPerAnswer).toBeGreaterThan(0)
    const seen = await calibrate(core, undefined, { ownQuestions: true })
    expect(seen.at(-1)).toMatchObject({ state: 'done', done: TOTAL + 2, total: TOTAL + 2 })
    const [report] = await core.calls.calibrationReports({}, never)
    expect(report).toMatchObject({ questions: 10, own: 1 })
    expect(report?.kinds.find(({ kind }) => kind === 'your own')).toMatchObject({ questions: 1 })
    expect(JSON.stringify(report)).not.toContain('Spain')
  })

  test('lets a question go first, and goes on by itself', async () => {
    const core = await open(temporaryFolder())
    const ended = calibrate(core)
    await learningOf(core, ({ calibration }) => (calibration?.done ?? 0) >= 2)
    const answer = await ask(core, 'What is the capital of France?')
    expect(answer).toMatchObject({ status: 'complete' })
    expect(answer.text).toContain('Paris')
    const between = await learningOf(core, () => true)
    expect(between.calibration?.done ?? TOTAL).toBeLessThan(TOTAL)
    expect((await ended).at(-1)).toMatchObject({ state: 'done', done: TOTAL })
  })
})

describe('learning from use', { timeout: 150_000 }, () => {
  test('thumbs and overruling make a step of OPO once four answers are judged and not all alike', async () => {
    const core = await open(temporaryFolder())
    const answers: Answer[] = []
    for (const text of ['Hello', 'What is 21 + 34?', 'What is the capital of Spain?', 'What is 47 + 85?'])
      answers.push(await ask(core, text))
    const [hello, , spain, sum] = answers
    for (const answer of answers.slice(0, 3))
      await core.calls.giveThumb({ answerId: answer.id, thumb: 'up' }, never)
    const before = await core.calls.learningPage({ modelKey: null }, never)
    expect(before).toMatchObject({ version: 0, baseline: 1 })
    expect(await learningOf(core, () => true)).toMatchObject({ judged: 3, needed: 4, version: 0 })

    await core.calls.redo({ answerId: sum?.id ?? '', modeAsked: 'quick' }, never)
    const page = await core.calls.learningPage({ modelKey: null }, never)
    expect(page).toMatchObject({ version: 1, baseline: null })
    expect(page.versions).toMatchObject([{ version: 1, origin: 'answers', samples: 4, hybridAccuracy: null }])
    expect(page.variance?.n).toBe(4)
    const overruled = page.samples.find(({ answerId }) => answerId === sum?.id)
    expect(overruled).toMatchObject({
      reward: 0,
      rewardFrom: 'overruled',
      state: 'used',
      usedFor: 1,
      mode: 'think',
    })
    expect(overruled?.advantage).toBeCloseTo(-(page.versions[0]?.baseline ?? Number.NaN), 9)

    // What was learned from stays learned, and a thumb that comes late for another version teaches nothing.
    await core.calls.giveThumb({ answerId: hello?.id ?? '', thumb: 'down' }, never)
    await core.calls.giveThumb({ answerId: spain?.id ?? '', thumb: null }, never)
    expect((await core.calls.learningPage({ modelKey: null }, never)).samples).toEqual(page.samples)
  })

  test('can be undone to any version, and reset', async () => {
    const core = await open(temporaryFolder())
    await calibrate(core)
    const first = await core.calls.learningPage({ modelKey: null }, never)
    await core.calls.undoLearning({ version: 0 }, never)
    const undone = await core.calls.learningPage({ modelKey: null }, never)
    expect(undone.versions[0]).toMatchObject({ version: 2, origin: 'undo', from: 0 })
    expect(undone.weights).not.toEqual(first.weights)
    await core.calls.undoLearning({ version: 1 }, never)
    const back = await core.calls.learningPage({ modelKey: null }, never)
    expect(back).toMatchObject({ version: 3, weights: first.weights })
    expect(back.versions[0]?.hybridAccuracy?.n).toBe(10)
    await expect(core.calls.undoLearning({ version: 99 }, never)).rejects.toMatchObject({
      code: 'no-such-version',
    })
    await core.calls.resetLearning({}, never)
    expect(await core.calls.learningPage({ modelKey: null }, never)).toMatchObject({
      version: 0,
      versions: [],
    })
    expect(await core.calls.calibrationReports({}, never)).toEqual([])
  })

  test('switched off, Auto does what the model leans to and nothing is kept', async () => {
    const core = await open(temporaryFolder())
    await calibrate(core)
    await core.calls.changeSettings({ learns: false }, never)
    expect((await ask(core, 'What is 47 + 85?')).route).toMatchObject({ by: 'own-decision', mode: 'think' })
    expect((await core.calls.learningPage({ modelKey: null }, never)).samples).toEqual([])
  })

  test('the slider is previewed on the last questions; above 1 nothing would be thought about', async () => {
    const core = await open(temporaryFolder())
    await ask(core, 'Hello')
    await ask(core, 'What is 347 + 585?')
    expect(await core.calls.marginPreview({ margin: 0.2 }, never)).toEqual({
      questions: 2,
      thinksNow: 0.5,
      thinksThen: 0.5,
      tokensSaved: 0,
    })
    const thrifty = await core.calls.marginPreview({ margin: 1.1 }, never)
    expect(thrifty).toMatchObject({ thinksNow: 0.5, thinksThen: 0 })
    expect(thrifty.tokensSaved).toBeGreaterThan(5)
    await core.calls.changeSettings({ margin: 1.1 }, never)
    expect((await ask(core, 'What is 347 + 585?')).route).toMatchObject({
      by: 'router',
      mode: 'quick',
      pThink: 0,
    })
  })

  test.each([
    ['no JSON', '{"own-dec'],
    ['no numbers', '{"own-decision":"much"}'],
    ['a margin that turns the slider around', '{"margin":-3}'],
  ])('weights that are %s are begun anew with a notice, and the chat goes on', async (_reason, weights) => {
    const folder = temporaryFolder()
    openStore(join(folder, 'ponder.db')).close()
    const sqlite = new DatabaseSync(join(folder, 'ponder.db'))
    const key = await modelFileKey(resolve('models/demo/ponder-demo-q8.gguf'))
    const insert = `INSERT INTO policies (model_key, version, origin, made_at, weights, about) VALUES (?, 1, 'undo', 0, ?, '{}')`
    sqlite.prepare(insert).run(key, weights)
    sqlite.close()

    const core = await open(folder)
    const answer = await ask(core, 'What is 347 + 585?')
    expect(answer).toMatchObject({ status: 'complete', route: { mode: 'think' } })
    const learning = await learningOf(core, ({ modelKey }) => modelKey !== null)
    expect(learning).toMatchObject({ version: 2, notice: { code: 'learning-unreadable' } })
    expect((await core.calls.learningPage({ modelKey: null }, never)).versions[0]).toMatchObject({
      origin: 'reset',
    })
    await core.calls.dismissLearningNotice({}, never)
    expect((await learningOf(core, () => true)).notice).toBeNull()
  })
})
