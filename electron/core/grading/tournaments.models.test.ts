import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Tournament } from '../../contract/tournaments.ts'
import type { Answer, ShownTurn } from '../../contract/turns.ts'
import type { Child, Spawn } from '../../engine/child.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openCore, type Core, type CoreOptions } from '../core.ts'

const never = new AbortController().signal

/** A piece of one answer among several, as it comes from the engine's child. */
const pieceOfSeveral = z.tuple([
  z.literal('v'),
  z.int(),
  z.object({ index: z.int(), piece: z.object({ kind: z.string() }) }),
])

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-tournaments-'))
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

async function modelFrom(core: Core, wanted: 'own' | 'demo'): Promise<string> {
  for await (const update of core.calls.watchApp({}, never)) {
    const found = update.kind === 'models' && update.models.find(({ source }) => source === wanted)
    if (found) return found.id
  }
  throw new Error('The list of models ended.')
}

/** Quick, so that other attempts, which think, say something else. */
async function askQuickly(core: Core, text: string): Promise<Answer> {
  const asked = { conversationId: null, parentId: null, parts: [{ kind: 'text' as const, text }] }
  const { conversationId } = await core.calls.ask({ ...asked, modeAsked: 'quick' }, never)
  for await (const update of core.calls.followConversation({ conversationId, limit: 20 }, never)) {
    if (update.kind === 'done') return update.answer
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    if (last?.kind === 'answer' && last.status !== 'running') return last
  }
  throw new Error('The stream of updates ended.')
}

async function until(
  core: Core,
  conversationId: string,
  isEnough: (tournament: Tournament) => boolean,
): Promise<Tournament> {
  for await (const update of core.calls.followGrades({ conversationId }, never)) {
    const news =
      update.kind === 'all' ? update.tournaments : update.kind === 'tournament' ? [update.tournament] : []
    for (const tournament of news) if (isEnough(tournament)) return tournament
  }
  throw new Error('The stream of grades ended.')
}

async function shown(core: Core, conversationId: string): Promise<ShownTurn | undefined> {
  for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never))
    if (update.kind === 'snapshot') return update.turns.at(-1)
  return undefined
}

const isOver = ({ state }: Tournament) => state === 'done' || state === 'failed'

describe('the best of several answers', () => {
  test('by knockout: n − 1 matches, the winner is shown and the others stand beside it', async () => {
    const core = open()
    const answer = await askQuickly(core, 'What is 358 + 467?')
    expect(answer.text).not.toContain('825')
    await core.calls.findBest({ answerId: answer.id, count: 4, kind: 'knockout' }, never)
    const tournament = await until(core, answer.conversationId, isOver)
    expect(tournament).toMatchObject({ state: 'done', matchCount: 3, ratings: null })
    expect(tournament.matches).toHaveLength(3)
    expect(tournament.candidates).toHaveLength(4)
    const winner = tournament.candidates[tournament.best ?? -1]
    const now = await shown(core, answer.conversationId)
    expect(now?.turn.id).toBe(winner?.answerId)
    expect(now?.siblingIds).toEqual([...new Set(tournament.candidates.map(({ answerId }) => answerId))])
    expect(now?.turn).toMatchObject({ status: 'complete', text: winner?.text, route: { mode: 'think' } })
  })

  test('of two models, which take turns: each writes its share, and each answer says who wrote it', async () => {
    const dataFolder = temporaryFolder()
    mkdirSync(join(dataFolder, 'models'), { recursive: true })
    copyFileSync(resolve('models/demo/ponder-demo-q8.gguf'), join(dataFolder, 'models', 'twin.gguf'))
    const core = open({ dataFolder })
    const answer = await askQuickly(core, 'What is 358 + 467?')
    const modelId = await modelFrom(core, 'own')
    const asked = { answerId: answer.id, count: 3, kind: 'knockout' as const, modelIds: [modelId] }
    await core.calls.findBest(asked, never)
    const { state, candidates, matches } = await until(core, answer.conversationId, isOver)
    expect(state).toBe('done')
    expect(matches).toHaveLength(2)
    expect(candidates.map(({ modelName }) => modelName)).toEqual([
      undefined,
      expect.stringMatching(/demo/i),
      'Twin',
    ])
  })

  test('by everyone with everyone: all matches, with ratings', async () => {
    const core = open()
    const answer = await askQuickly(core, 'What is 358 + 467?')
    await core.calls.findBest({ answerId: answer.id, count: 3, kind: 'round-robin' }, never)
    const { matches, ratings, best } = await until(core, answer.conversationId, isOver)
    expect(matches).toHaveLength(3)
    expect(ratings).toHaveLength(3)
    const values = ratings?.map(({ rating }) => rating) ?? []
    expect(best).toBe(values.indexOf(Math.max(...values)))
  })

  test('an engine that dies in the middle comes back, and the bracket goes on', async () => {
    const children: Child[] = []
    const spawn: Spawn = (name) => {
      const child = forkChild(name)
      if (name === 'text-engine') children.push(child)
      return child
    }
    const core = open({ spawn })
    const answer = await askQuickly(core, 'What is 358 + 467?')
    await core.calls.findBest({ answerId: answer.id, count: 4, kind: 'knockout' }, never)
    await until(core, answer.conversationId, ({ candidates }) => candidates.length > 1)
    children.at(-1)?.kill()
    expect(await until(core, answer.conversationId, isOver)).toMatchObject({ state: 'done' })
    expect(children).toHaveLength(2)
  })

  test.each([
    { when: 'at the first word of', kind: 'thought', times: 1, writers: 2 },
    { when: 'behind the last of', kind: 'finished', times: 4, writers: 1 },
  ])('one that dies $when several answers comes back, for what is left', async ({ kind, times, writers }) => {
    const wrote = new Set<Child>()
    let seen = 0
    let killed: Child | null = null
    const spawn: Spawn = (name) => {
      const child = forkChild(name)
      const onFrame: Child['port']['onFrame'] = (listen) =>
        child.port.onFrame((frame) => {
          // What it had sent behind that is lost with it.
          if (child === killed) return
          listen(frame)
          const { data } = pieceOfSeveral.safeParse(frame)
          if (data === undefined) return
          wrote.add(child)
          if (data[2].piece.kind === kind) seen += 1
          if (seen !== times || killed !== null) return
          killed = child
          child.kill()
        })
      return { ...child, port: { ...child.port, onFrame } }
    }
    const core = open({ spawn, writesSeveral: () => true })
    const answer = await askQuickly(core, 'What is 358 + 467?')
    await core.calls.findBest({ answerId: answer.id, count: 5, kind: 'knockout' }, never)
    const { state, candidates, matches } = await until(core, answer.conversationId, isOver)
    expect(state).toBe('done')
    expect(candidates).toHaveLength(5)
    expect(matches).toHaveLength(4)
    expect(wrote.size).toBe(writers)
  })

  test('one that ran when Ponder ended is stopped after the next start, and goes on', async () => {
    const dataFolder = temporaryFolder()
    const before = open({ dataFolder })
    const answer = await askQuickly(before, 'What is 358 + 467?')
    await before.calls.findBest({ answerId: answer.id, count: 4, kind: 'knockout' }, never)
    await until(before, answer.conversationId, ({ candidates }) => candidates.length > 1)
    await before.close()
    const after = open({ dataFolder })
    const kept = await until(after, answer.conversationId, () => true)
    expect(kept.state).toBe('stopped')
    await after.calls.resumeTournament({ tournamentId: kept.id }, never)
    expect(await until(after, answer.conversationId, isOver)).toMatchObject({ state: 'done' })
  })

  test('is refused before anything is written where the judge could not read the question with one answer', async () => {
    const core = open()
    const modelId = await modelFrom(core, 'demo')
    await core.calls.openModel({ modelId, context: { contextSize: 512, cacheType: 'f16' } }, never)
    // It fits into the chat, and with the judge's own words no more.
    let text = 'What is 21 + 34?'
    const measured = async () =>
      core.calls.measure({ conversationId: null, parentId: null, parts: [{ kind: 'text', text }] }, never)
    while ((await measured()).tokens < 444) text += ' And 2?'
    const answer = await askQuickly(core, text)
    expect(answer).toMatchObject({ problem: null, status: 'complete' })
    await core.calls.findBest({ answerId: answer.id, count: 4, kind: 'knockout' }, never)
    const { state, problem, candidates } = await until(core, answer.conversationId, isOver)
    expect([state, problem?.code, candidates.length]).toEqual(['failed', 'too-long-to-judge', 1])
    expect(problem?.message).toContain('no other answers were written')
  })

  test('two versions are compared, and answers to different questions are refused', async () => {
    const core = open()
    const answer = await askQuickly(core, 'What is 358 + 467?')
    await core.calls.findBest({ answerId: answer.id, count: 2, kind: 'knockout' }, never)
    const { candidates } = await until(core, answer.conversationId, isOver)
    const otherId = candidates[1]?.answerId ?? ''
    await core.calls.compareAnswers({ answerId: answer.id, otherId }, never)
    const compared = await until(
      core,
      answer.conversationId,
      (each) => each.kind === 'compare' && isOver(each),
    )
    expect(compared.matches).toHaveLength(1)
    const foreign = await askQuickly(core, 'What is the capital of France?')
    const refused = async () => core.calls.compareAnswers({ answerId: answer.id, otherId: foreign.id }, never)
    await expect(refused()).rejects.toMatchObject({ code: 'not-siblings' })
  })
})
