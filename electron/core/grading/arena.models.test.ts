import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Arena, Contender } from '../../contract/arena.ts'
import type { EngineState } from '../../contract/models.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openCore, type Core } from '../core.ts'

const never = new AbortController().signal
const DEMO = resolve('models/demo/ponder-demo-q8.gguf')

/** The demo model is open; a copy of it lies in the person's folder, as another model. */
function open(): Core {
  const dataFolder = mkdtempSync(join(tmpdir(), 'ponder-arena-'))
  mkdirSync(join(dataFolder, 'models'), { recursive: true })
  copyFileSync(DEMO, join(dataFolder, 'models', 'twin.gguf'))
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

async function idsOf(core: Core): Promise<{ readonly demo: string; readonly twin: string }> {
  for await (const update of core.calls.watchApp({}, never)) {
    if (update.kind !== 'models') continue
    const demo = update.models.find(({ source }) => source === 'demo')
    const other = update.models.find(({ source }) => source === 'own')
    if (demo !== undefined && other !== undefined) return { demo: demo.id, twin: other.id }
  }
  throw new Error('The list of models ended.')
}

const contender = (modelId: string, mode: Contender['mode']): Contender => {
  return { modelId, mode, temperature: 0, systemPrompt: '' }
}

async function until(core: Core, isEnough: (arena: Arena) => boolean): Promise<Arena> {
  for await (const arena of core.calls.watchArena({}, never)) if (isEnough(arena)) return arena
  throw new Error('The arena ended.')
}

/** Every state of the engine from now on. */
function engineStates(core: Core): { readonly until: (kind: EngineState['kind']) => Promise<void> } {
  const seen: EngineState['kind'][] = []
  let tell = () => {}
  void (async () => {
    for await (const update of core.calls.watchApp({}, never)) {
      if (update.kind !== 'engine') continue
      seen.push(update.engine.kind)
      tell()
    }
  })()
  return {
    until: async (kind) => {
      while (!seen.includes(kind)) await new Promise<void>((resolve) => (tell = resolve))
      seen.splice(0, seen.indexOf(kind) + 1)
    },
  }
}

const isOver = ({ round }: Arena) => round?.state === 'done' || round?.state === 'failed'

test('two settings of one model: blind until the vote, judged in both orders, and then on the board', async () => {
  const core = open()
  const { demo } = await idsOf(core)
  const contenders = [contender(demo, 'think'), contender(demo, 'quick')] as const
  await expect(
    core.calls.startRound({ prompt: 'Hello', contenders: [contenders[0], contenders[0]] }, never),
  ).rejects.toMatchObject({ code: 'same-contender' })
  const prompt = 'What is 358 + 467?'
  const { roundId } = await core.calls.startRound({ prompt, contenders: [...contenders] }, never)
  const { round, board, setup } = await until(core, isOver)
  expect(round).toMatchObject({ id: roundId, prompt, state: 'done', done: 2, reveal: null, problem: null })
  expect(JSON.stringify(round)).not.toMatch(/think|quick/)
  expect(board).toEqual({ contenders: [], agreement: null, votes: 0 })
  expect(setup).toMatchObject(contenders)

  const isLeftRight = round?.texts?.left.includes('825') === true
  await core.calls.voteInArena({ roundId, vote: isLeftRight ? 'left' : 'right' }, never)
  const after = await until(core, (arena) => arena.round?.reveal !== null)
  const thinker = isLeftRight ? after.round?.reveal?.left : after.round?.reveal?.right
  expect(thinker).toMatchObject({ contender: { mode: 'think' } })
  expect(thinker?.thought).not.toBe('')
  expect(after.round?.reveal?.judge?.comparison.judgements.map(({ swapped }) => swapped)).toEqual([
    false,
    true,
  ])
  expect(after.board.votes).toBe(1)
  expect(after.board.contenders[0]).toMatchObject({ contender: { mode: 'think' }, wins: 1, human: { n: 1 } })
  expect(after.board.agreement).toMatchObject({ n: 1 })

  await core.calls.forgetArena({}, never)
  expect(await until(core, ({ round }) => round === null)).toMatchObject({ board: { votes: 0 } })
})

test('two models take turns: the open one rests, is back as soon as it is asked, and the round is still finished', async () => {
  const core = open()
  const { demo, twin: other } = await idsOf(core)
  await core.calls.changeSettings({ secondModel: 'turns' }, never)
  const engine = engineStates(core)
  const contenders: [Contender, Contender] = [contender(demo, 'quick'), contender(other, 'think')]
  await core.calls.startRound({ prompt: 'What is the capital of Spain?', contenders }, never)
  await Promise.race([engine.until('resting'), until(core, isOver)])
  const { conversationId } = await core.calls.ask(
    {
      conversationId: null,
      parentId: null,
      parts: [{ kind: 'text', text: 'What is the capital of Japan?' }],
      modeAsked: 'quick',
    },
    never,
  )
  for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind !== 'done') continue
    expect(update.answer).toMatchObject({ status: 'complete', modelName: expect.stringMatching(/demo/i) })
    expect(update.answer.text).toContain('Tokyo')
    break
  }
  const { round } = await until(core, isOver)
  expect(round).toMatchObject({ state: 'done', done: 2, problem: null })
  expect(round?.texts?.left).toContain('Madrid')
  expect(round?.texts?.right).toContain('Madrid')
  await engine.until('ready')
  // Models are opened five times.
}, 300_000)

test('a round that was stopped goes on, and a model that is gone is said so', async () => {
  const core = open()
  const { demo, twin: other } = await idsOf(core)
  const contenders: [Contender, Contender] = [contender(other, 'quick'), contender(demo, 'quick')]
  const { roundId } = await core.calls.startRound({ prompt: 'Hello', contenders }, never)
  await core.calls.stopRound({ roundId }, never)
  expect((await until(core, ({ round }) => round?.state === 'stopped')).round?.texts).toBeNull()
  const vote = async () => core.calls.voteInArena({ roundId, vote: 'tie' }, never)
  await expect(vote()).rejects.toMatchObject({ code: 'not-answered-yet' })
  await core.calls.resumeRound({ roundId }, never)
  expect((await until(core, isOver)).round).toMatchObject({ state: 'done', done: 2 })
  await expect(
    core.calls.startRound(
      { prompt: 'Hello', contenders: [contender('gone', 'quick'), contenders[1]] },
      never,
    ),
  ).rejects.toMatchObject({ code: 'unknown-model' })
})
