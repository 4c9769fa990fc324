import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { randomModel, smallestShape } from '../../models/gguf/random-model.ts'
import { writeSparseModel, type SparseShape } from '../../models/gguf/sparse-model.ts'
import type { EngineState } from '../contract/models.ts'
import type { Answer, ModeAsked } from '../contract/turns.ts'
import type { TriedGpu } from '../contract/devices.ts'
import type { Child, Spawn } from '../engine/child.ts'
import type { Prober } from '../engine/devices/child-prober.ts'
import { forkChild, forkFile } from '../shell/fork-child.ts'
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

  test('a thumb is told to who follows, and stays with its answer', async () => {
    const core = open()
    const { id: answerId, conversationId } = await ask(core, 'What is the capital of France?')
    const seen: unknown[] = []
    for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
      if (update.kind === 'snapshot') await core.calls.giveThumb({ answerId, thumb: 'down' }, never)
      else seen.push(update)
      if (update.kind === 'thumb') break
    }
    expect(seen).toEqual([{ kind: 'thumb', answerId, thumb: 'down' }])
    expect(await answerOf(core, conversationId)).toMatchObject({ thumb: 'down', status: 'complete' })
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

  test('describes a model without opening it, and refuses to describe what cannot be opened', async () => {
    const folder = temporaryFolder()
    const broken = join(folder, 'broken.gguf')
    writeFileSync(broken, 'not a model')
    const core = open({ givenModel: broken })
    await engineBecomes(core, 'failed')
    const models = await firstModels(core)
    const idOf = (source: string) => models.find((model) => model.source === source)?.id ?? ''
    const facts = await core.calls.describeModel({ modelId: idOf('demo'), contextSize: null }, never)
    expect(facts).toMatchObject({
      architecture: 'qwen3',
      // Read off its template; whether it decides itself is only known once it was opened.
      thinking: { canThink: true, style: 'tail', decidesItself: null },
      fits: { f16: { kind: 'fits' } },
    })
    expect(facts.fits.f16.needBytes).toBeLessThan(facts.fits.f16.haveBytes)
    await expect(
      core.calls.describeModel({ modelId: idOf('given'), contextSize: null }, never),
    ).rejects.toMatchObject({ code: 'not-a-model' })
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

/** A folder with a model of its own in it that answers with letters, fast or for ever. */
function folderWithModel(name: string, chatTemplate: string | null = CHATML): string {
  const dataFolder = temporaryFolder()
  const folder = join(dataFolder, 'models', 'someone', 'some-model')
  mkdirSync(folder, { recursive: true })
  const bytes = randomModel({ ...smallestShape, lettersOnly: true, chatTemplate })
  writeFileSync(join(folder, `${name}.gguf`), bytes)
  return dataFolder
}

const CHATML =
  "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
const ENDLESS =
  '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}{{ messages }}'

async function openNamed(core: Core, name: string): Promise<string> {
  for await (const update of core.calls.watchApp({}, never)) {
    const entry = update.kind === 'models' ? update.models.find((model) => model.name.includes(name)) : null
    if (!entry) continue
    await core.calls.openModel({ modelId: entry.id }, never)
    return entry.id
  }
  throw new Error('The stream of app updates ended.')
}

/** Waits for the next state of this kind that is about this model. */
async function modelBecomes(core: Core, kind: 'ready' | 'failed', name: string): Promise<EngineState> {
  for await (const update of core.calls.watchApp({}, never)) {
    if (update.kind !== 'engine' || update.engine.kind !== kind) continue
    const of = update.engine.kind === 'ready' ? update.engine.model.name : update.engine.name
    if (of?.includes(name)) return update.engine
  }
  throw new Error('The stream of app updates ended.')
}

describe('the last model', () => {
  test('comes back at the next start, once it has come up', async () => {
    const dataFolder = folderWithModel('Other')
    const first = open({ dataFolder })
    await openNamed(first, 'Other')
    await modelBecomes(first, 'ready', 'Other')
    await first.close()
    await modelBecomes(open({ dataFolder }), 'ready', 'Other')
  })

  test('that never came up does not: the one before it does', async () => {
    const dataFolder = folderWithModel('Endless', ENDLESS)
    const first = open({ dataFolder })
    await openNamed(first, 'Endless')
    await modelBecomes(first, 'failed', 'Endless')
    await first.close()
    expect(await engineBecomes(open({ dataFolder }), 'ready')).toMatchObject({
      model: { name: expect.stringMatching(/demo/i) },
    })
  })

  test('that ended the engine three times is held back and says so, and is tried when asked', async () => {
    const dataFolder = folderWithModel('Deadly')
    const children: Child[] = []
    const spawn: Spawn = (name) => {
      const child = forkChild(name)
      if (name === 'text-engine') children.push(child)
      return child
    }
    const first = open({ dataFolder, spawn })
    await openNamed(first, 'Deadly')
    for (let death = 1; death <= 3; death += 1) {
      await modelBecomes(first, 'ready', 'Deadly')
      process.kill(children.at(-1)?.pid ?? Number.NaN, 'SIGKILL')
      await engineBecomes(first, death < 3 ? 'loading' : 'failed')
    }
    await first.close()

    const again = open({ dataFolder })
    expect(await modelBecomes(again, 'failed', 'Deadly')).toMatchObject({
      problem: { code: 'model-keeps-crashing', message: expect.stringContaining('3 times in a row') },
    })
    // A question asked meanwhile says the same.
    const refused = await ask(again, 'Hi')
    expect(refused).toMatchObject({ status: 'failed', problem: { code: 'model-keeps-crashing' } })
    await again.calls.restartEngine({}, never)
    await modelBecomes(again, 'ready', 'Deadly')
    await again.calls.changeSettings({ answerLimit: 3 }, never)
    await again.close()

    // It came up, but has not answered: still held back.
    const third = open({ dataFolder })
    await modelBecomes(third, 'failed', 'Deadly')
    await third.calls.restartEngine({}, never)
    await modelBecomes(third, 'ready', 'Deadly')
    expect((await ask(third, 'Hi')).status).toBe('cut')
    await third.close()
    await modelBecomes(open({ dataFolder }), 'ready', 'Deadly')
  })
})

describe('a template', () => {
  test('that is of no use says so; another is taken at once and kept for this model', async () => {
    const dataFolder = folderWithModel('Hostile', ENDLESS)
    const first = open({ dataFolder })
    const modelId = await openNamed(first, 'Hostile')
    expect(await modelBecomes(first, 'failed', 'Hostile')).toMatchObject({
      modelId,
      problem: { code: 'template-endless' },
    })
    // One that is no better is not kept.
    const bad = { kind: 'text', text: '{% for' } as const
    await first.calls.chooseTemplate({ modelId, template: bad }, never)
    expect(await modelBecomes(first, 'failed', 'Hostile')).toMatchObject({
      problem: { code: expect.stringMatching(/^template-/) },
    })
    const chatml = { kind: 'built-in', name: 'chatml' } as const
    await first.calls.chooseTemplate({ modelId, template: chatml }, never)
    expect(await modelBecomes(first, 'ready', 'Hostile')).toMatchObject({ model: { template: 'chatml' } })
    expect(await first.calls.readTemplate({}, never)).toMatchObject({ from: 'chatml' })
    await first.calls.changeSettings({ answerLimit: 3 }, never)
    expect((await ask(first, 'Hi')).text).toMatch(/^[a-z]+$/)
    await first.close()

    const again = open({ dataFolder })
    expect(await modelBecomes(again, 'ready', 'Hostile')).toMatchObject({ model: { template: 'chatml' } })
    await again.calls.chooseTemplate({ modelId, template: null }, never)
    expect(await modelBecomes(again, 'failed', 'Hostile')).toMatchObject({
      problem: { code: 'template-endless' },
    })
  })
})

describe('a context', () => {
  /** Small itself, and with more context than any machine's memory holds. */
  const endlessContext: SparseShape = {
    architecture: 'llama',
    vocabulary: 300,
    width: 256,
    layers: 2,
    heads: 4,
    kvHeads: 4,
    headWidth: 64,
    hidden: 256,
    contextLength: 2 ** 28,
    type: 'F32',
  }

  test('that was chosen is kept for its model, until Ponder is to decide again', async () => {
    const dataFolder = temporaryFolder()
    const first = open({ dataFolder })
    const modelId = await openNamed(first, 'demo')
    const usual = await modelBecomes(first, 'ready', 'demo')
    const context = { contextSize: 1024, cacheType: 'q8_0' } as const
    await first.calls.openModel({ modelId, context }, never)
    expect(await modelBecomes(first, 'ready', 'demo')).toMatchObject({ model: context })
    // Kept before anybody hears that it is open.
    const kept = await first.calls.describeModel({ modelId, contextSize: null }, never)
    expect(kept).toMatchObject({ chosenContext: context })
    expect((await ask(first, 'What is the capital of France?')).text).toContain('Paris')
    await first.close()

    const again = open({ dataFolder })
    expect(await modelBecomes(again, 'ready', 'demo')).toMatchObject({ model: context })
    const facts = await again.calls.describeModel({ modelId, contextSize: null }, never)
    expect(facts).toMatchObject({ chosenContext: context, contextSize: 1024 })
    await again.calls.openModel({ modelId, context: null }, never)
    expect(usual).toMatchObject({ model: { contextSize: 2048, cacheType: 'f16' } })
    const decided = { contextSize: 2048, cacheType: 'f16' }
    expect(await modelBecomes(again, 'ready', 'demo')).toMatchObject({ model: decided })
    const forgotten = await again.calls.describeModel({ modelId, contextSize: null }, never)
    expect(forgotten).toMatchObject({ chosenContext: null, contextSize: 2048 })
  })

  test('that does not fit is refused with what would, and is not kept', async () => {
    const dataFolder = temporaryFolder()
    mkdirSync(join(dataFolder, 'models', 'a', 'b'), { recursive: true })
    writeSparseModel(join(dataFolder, 'models', 'a', 'b', 'long.gguf'), endlessContext)
    const core = open({ dataFolder })
    const modelId = await openNamed(core, 'Long')
    await modelBecomes(core, 'ready', 'Long')
    const contextSize = endlessContext.contextLength
    const facts = await core.calls.describeModel({ modelId, contextSize }, never)
    expect(facts.fits.f16.kind).toBe('too-big')
    await core.calls.openModel({ modelId, context: { contextSize, cacheType: 'f16' } }, never)
    expect(await modelBecomes(core, 'failed', 'Long')).toMatchObject({
      problem: {
        code: 'out-of-memory',
        message: expect.stringMatching(/needs about [\d.]+ GB, and [\d.]+ GB are free/),
        remedy: expect.stringMatching(/^A context of [\d,]+ tokens would fit/),
      },
    })
    await core.calls.openModel({ modelId }, never)
    expect(await modelBecomes(core, 'ready', 'Long')).toMatchObject({ model: { cacheType: 'f16' } })
  })
})

describe('where a model runs', () => {
  const works: TriedGpu = { kind: 'cuda', state: 'works', names: ['Scripted'], memoryBytes: null }
  const scripted = (tried: TriedGpu): Prober => ({
    drivers: async () => ({ version: 'scripted', isAny: true }),
    list: async () => [
      { kind: 'cuda', hasDriver: tried.state !== 'absent' },
      { kind: 'vulkan', hasDriver: false },
    ],
    attempt: async () => tried,
    close: () => {},
  })
  async function devicesOf(core: Core) {
    for await (const update of core.calls.watchApp({}, never))
      if (update.kind === 'devices' && update.devices.chosen !== null) return update.devices
    throw new Error('The stream of app updates ended.')
  }

  test('without a driver is the processor, and why is said', async () => {
    const core = open({ prober: scripted({ kind: 'cuda', state: 'absent' }) })
    const device = { kind: 'cpu', reason: 'No CUDA or Vulkan driver was found.' }
    expect(await engineBecomes(core, 'ready')).toMatchObject({ model: { device } })
    expect(await devicesOf(core)).toMatchObject({
      chosen: device,
      gpus: [{ kind: 'cuda' }, { kind: 'vulkan' }],
    })
    await core.calls.changeSettings({ device: 'vulkan' }, never)
    const { chosen } = await devicesOf(core)
    expect(chosen?.reason).toBe('Vulkan was chosen in the settings, but no Vulkan driver was found.')
  })

  // This computer has none, or the scripted one is not it: either way it cannot be started.
  test('a graphics processor that works when it is tried and not when it is needed costs a sentence', async () => {
    const dataFolder = temporaryFolder()
    const core = open({ dataFolder, prober: scripted({ ...works, kind: 'metal' }) })
    const model = await engineBecomes(core, 'ready')
    expect(model).toMatchObject({ model: { device: { kind: 'cpu' } } })
    expect((await ask(core, 'What is 347 + 585?')).text).toContain('932')
  })

  test('a choice in the settings is obeyed at once: the model moves', async () => {
    const children: Child[] = []
    const spawn: Spawn = (name) => {
      const child =
        name === 'text-engine' ? forkFile(resolve('electron/engine/fixtures/gpu-child.ts')) : forkChild(name)
      children.push(child)
      return child
    }
    const core = open({ spawn, prober: scripted(works) })
    expect(await engineBecomes(core, 'ready')).toMatchObject({ model: { device: { kind: 'cuda' } } })
    await core.calls.changeSettings({ device: 'cpu' }, never)
    for await (const update of core.calls.watchApp({}, never))
      if (
        update.kind === 'engine' &&
        update.engine.kind === 'ready' &&
        update.engine.model.device.kind === 'cpu'
      )
        return expect(update.engine.model.device.reason).toBe('The processor was chosen in the settings.')
  })
})

describe('opening', () => {
  test('can be cancelled at any moment, and the next model opens', async () => {
    const dataFolder = folderWithModel('Other')
    const core = open({ dataFolder })
    for (const wait of [0, 5, 50, 300]) {
      await openNamed(core, 'Other')
      await new Promise((resolve) => setTimeout(resolve, wait))
      await core.calls.cancelOpening({}, never)
    }
    const states: string[] = []
    for await (const update of core.calls.watchApp({}, never)) {
      if (update.kind !== 'engine') continue
      states.push(update.engine.kind)
      break
    }
    expect(states).not.toContain('loading')
    await openNamed(core, 'demo')
    expect((await ask(core, 'What is the capital of France?')).text).toContain('Paris')
  })
})

async function firstModels(core: Core) {
  for await (const update of core.calls.watchApp({}, never))
    if (update.kind === 'models') return update.models
  throw new Error('The stream of app updates ended.')
}
