import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EngineState } from '../contract/models.ts'
import type { Answer, ModeAsked } from '../contract/turns.ts'
import { forkChild } from '../shell/fork-child.ts'
import { openCore, type Core, type CoreOptions } from './core.ts'

const never = new AbortController().signal

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-core-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function open(options: Partial<CoreOptions> = {}): Core {
  const core = openCore({
    dataFolder: temporaryFolder(),
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

async function engineBecomes(core: Core, kind: EngineState['kind']): Promise<EngineState> {
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === kind) return update.engine
  throw new Error('The stream of app updates ended.')
}

async function ask(core: Core, text: string, modeAsked: ModeAsked = 'auto', after: Answer | null = null) {
  const { conversationId } = await core.calls.ask(
    {
      conversationId: after?.conversationId ?? null,
      parentId: after?.id ?? null,
      parts: [{ kind: 'text', text }],
      modeAsked,
    },
    never,
  )
  return answerOf(core, conversationId)
}

async function answerOf(core: Core, conversationId: string): Promise<Answer> {
  for await (const update of core.calls.followConversation({ conversationId, limit: 20 }, never)) {
    if (update.kind === 'done') return update.answer
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    if (last?.kind === 'answer' && last.status !== 'running') return last
  }
  throw new Error('The stream of updates ended.')
}

describe('core with a real model, a real child and a real store', () => {
  test('answers, thinks when it is needed and remembers', async () => {
    const core = open()
    const easy = await ask(core, 'What is the capital of France?')
    expect(easy).toMatchObject({ status: 'complete', route: { mode: 'quick', by: 'own-decision' } })
    expect(easy.text).toContain('Paris')
    const hard = await ask(core, 'What is 347 + 585?', 'auto', easy)
    expect(hard).toMatchObject({ status: 'complete', route: { mode: 'think' } })
    expect(hard.text).toContain('932')
    expect(hard.text).not.toMatch(/think/)
    expect(hard.tokens.reused).toBeGreaterThanOrEqual(easy.tokens.prompt)
  })

  test('a redo is a sibling, and both versions stay', async () => {
    const core = open()
    const quick = await ask(core, 'What is 58 + 67?', 'quick')
    await core.calls.redo({ answerId: quick.id, modeAsked: 'think' }, never)
    const redone = await answerOf(core, quick.conversationId)
    expect(redone).toMatchObject({ parentId: quick.parentId, route: { mode: 'think', by: 'person' } })
    const { turns } = await core.calls.readOlder(
      { conversationId: quick.conversationId, beforeId: redone.id, limit: 5 },
      never,
    )
    expect(turns.map((shown) => shown.turn.id)).toEqual([quick.parentId])
  })

  test('everything is there again when Ponder is opened anew', async () => {
    const dataFolder = temporaryFolder()
    const first = open({ dataFolder })
    const answer = await ask(first, 'What is the capital of Italy?')
    await first.close()
    const again = open({ dataFolder })
    expect(await answerOf(again, answer.conversationId)).toEqual(answer)
  })

  test('refuses an empty message and one that does not fit, and saves neither', async () => {
    const core = open()
    await engineBecomes(core, 'ready')
    await expect(ask(core, '  \n ')).rejects.toMatchObject({ code: 'empty-message' })
    await expect(ask(core, 'word '.repeat(3000))).rejects.toMatchObject({ code: 'prompt-too-long' })
    expect(await core.calls.search({ text: 'word' }, never)).toEqual([])
  })

  test('a question asked while the model opens is kept and answered when it is open', async () => {
    const answer = await ask(open(), 'What is the opposite of hot?')
    expect(answer.text.toLowerCase()).toContain('cold')
  })

  test('with a broken model says so, keeps the question and answers it with the next one', async () => {
    const folder = temporaryFolder()
    const broken = join(folder, 'broken.gguf')
    writeFileSync(broken, 'not a model')
    const core = open({ givenModel: broken })
    const failed = await engineBecomes(core, 'failed')
    expect(failed).toMatchObject({ problem: { remedy: expect.stringMatching(/\w/) } })
    const answer = await ask(core, 'What is the capital of France?')
    expect(answer).toMatchObject({ status: 'failed', problem: { code: 'not-a-model' } })

    const models = await firstModels(core)
    const demo = models.find((model) => model.source === 'demo')
    await core.calls.openModel({ modelId: demo?.id ?? '' }, never)
    await core.calls.continueAnswer({ answerId: answer.id }, never)
    expect((await answerOf(core, answer.conversationId)).text).toContain('Paris')
  })

  test('goes on only with what was broken off, and writes nothing into what was deleted', async () => {
    const core = open()
    const answer = await ask(core, 'What is the capital of France?')
    const { id: answerId, conversationId } = answer
    const again = { answerId }
    await expect(async () => core.calls.continueAnswer(again, never)).rejects.toMatchObject({
      code: 'nothing-to-continue',
    })
    await core.calls.deleteConversation({ conversationId }, never)
    await expect(async () => core.calls.continueAnswer(again, never)).rejects.toMatchObject({
      code: 'no-conversation',
    })
    await expect(async () => core.calls.redo({ answerId, modeAsked: 'quick' }, never)).rejects.toMatchObject({
      code: 'no-conversation',
    })
    await core.calls.restoreConversation({ conversationId }, never)
    expect(await answerOf(core, conversationId)).toEqual(answer)
  })

  test('Answer now for an answer that is not being thought about does nothing', async () => {
    const core = open()
    const answer = await ask(core, 'What is the capital of France?', 'quick')
    await core.calls.answerNow({ answerId: answer.id }, never)
    await core.calls.answerNow({ answerId: 'nobody' }, never)
    const next = await ask(core, 'What is 347 + 585?', 'think', answer)
    expect(next).toMatchObject({ thoughtEnd: 'model', status: 'complete' })
  })

  test('Ponder closed in the middle of an answer says so at the next start, and goes on with it', async () => {
    const dataFolder = temporaryFolder()
    const first = open({ dataFolder })
    await engineBecomes(first, 'ready')
    const parts = [{ kind: 'text' as const, text: 'What is 347 + 585?' }]
    const asked = await first.calls.ask(
      { conversationId: null, parentId: null, parts, modeAsked: 'think' },
      never,
    )
    await first.close()
    const again = open({ dataFolder })
    const { conversationId, answerId } = asked
    const left = await answerOf(again, conversationId)
    expect(left).toMatchObject({ status: 'interrupted', problem: { code: 'ponder-closed' } })
    await again.calls.continueAnswer({ answerId }, never)
    expect((await answerOf(again, conversationId)).text).toContain('932')
  })

  test('opening a model that is not there stops nothing', async () => {
    const core = open()
    await engineBecomes(core, 'ready')
    await expect(core.calls.openModel({ modelId: 'nobody' }, never)).rejects.toMatchObject({
      code: 'unknown-model',
    })
    expect((await ask(core, 'What is the capital of France?')).status).toBe('complete')
  })

  test.skipIf(process.getuid?.() === 0)('a data folder that cannot be written is said in words', () => {
    const dataFolder = temporaryFolder()
    chmodSync(dataFolder, 0o500)
    expect(() => open({ dataFolder })).toThrow(/./)
  })

  test('a damaged database is refused and left alone', () => {
    const dataFolder = temporaryFolder()
    writeFileSync(join(dataFolder, 'ponder.db'), 'SQLite format 3 was here once')
    expect(() => open({ dataFolder })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^store-/) }),
    )
  })
})

async function firstModels(core: Core) {
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'models') return update.models
  throw new Error('The stream of app updates ended.')
}
