import { join } from 'node:path'
import type { Tournament } from '../electron/contract/tournaments.ts'
import { openCore, type Core } from '../electron/core/core.ts'
import { forkChild } from '../electron/shell/fork-child.ts'

/** Everyone with everyone among so many, for the speed of judging; and so many to keep the judge busy. */
const JUDGED = 4
const BUSY = 16
const SUM = 'What is 358 + 467?'
const never = new AbortController().signal

export type Judging = {
  /** One number for each tournament. */
  readonly perMinute: readonly number[]
  /** Of the prompt of each judgement: tokens that were in the KV cache, and their share. */
  readonly reused: readonly number[]
  readonly reusedShare: readonly number[]
  /** Milliseconds that a first token came later while the judge was at work than while it was not, asked in turn. */
  readonly chatDelay: readonly number[]
}

/** The demo model as its own judge, and what the chat feels of it. */
export async function measureJudging(folder: string, pairs: number): Promise<Judging> {
  const core = openCore({
    dataFolder: join(folder, 'judging'),
    demoFolder: 'models/demo',
    spawn: forkChild,
    shell: 'browser',
    version: 'bench',
    givenModel: null,
  })
  const perMinute: number[] = []
  const judgements = []
  for (const question of [SUM, 'What is 264 + 579?', 'What is 817 - 358?']) {
    const { answerId, conversationId } = await ask(core, question)
    const { tournamentId } = await core.calls.findBest(
      { answerId, count: JUDGED, kind: 'round-robin' },
      never,
    )
    const began = await until(core, conversationId, tournamentId, ({ state }) => state !== 'sampling')
    const from = performance.now()
    const { matches } = began.state === 'judging' ? await ended(core, conversationId, tournamentId) : began
    const made = matches.flatMap(({ comparison }) => comparison?.judgements ?? [])
    if (made.length === 0) continue
    perMinute.push((made.length * 60_000) / (performance.now() - from))
    judgements.push(...made)
  }
  const chatDelay = await measureDelay(core, pairs)
  await core.close()
  return {
    perMinute,
    reused: judgements.map(({ tokens }) => tokens.reused),
    reusedShare: judgements.map(({ tokens }) => tokens.reused / (tokens.reused + tokens.read)),
    chatDelay,
  }
}

async function measureDelay(core: Core, pairs: number): Promise<number[]> {
  const { answerId, conversationId } = await ask(core, 'What is 913 - 468?')
  const { tournamentId } = await core.calls.findBest({ answerId, count: BUSY, kind: 'round-robin' }, never)
  const delays: number[] = []
  for (let pair = 0; pair <= pairs; pair += 1) {
    if (pair > 0) await core.calls.resumeTournament({ tournamentId }, never)
    const isBusy = ({ state, candidates, matches }: Tournament) =>
      state === 'judging' || (state === 'sampling' && candidates.length + matches.length > pair)
    await until(core, conversationId, tournamentId, isBusy)
    const busy = await ask(core, `What is ${20 + pair} + 34?`)
    await core.calls.stopTournament({ tournamentId }, never)
    const idle = await ask(core, `What is ${20 + pair} + 43?`)
    // The first pair warms up.
    if (pair > 0) delays.push(busy.firstTokenMs - idle.firstTokenMs)
  }
  return delays
}

/** Answered at once, in a conversation of its own. */
async function ask(core: Core, text: string) {
  const began = performance.now()
  const { conversationId, answerId } = await core.calls.ask(
    { conversationId: null, parentId: null, parts: [{ kind: 'text', text }], modeAsked: 'quick' },
    never,
  )
  let firstTokenMs: number | null = null
  for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind === 'answer') firstTokenMs ??= performance.now() - began
    if (update.kind === 'done') break
  }
  return { conversationId, answerId, firstTokenMs: firstTokenMs ?? performance.now() - began }
}

function ended(core: Core, conversationId: string, tournamentId: string): Promise<Tournament> {
  return until(core, conversationId, tournamentId, ({ state }) => state !== 'judging')
}

async function until(
  core: Core,
  conversationId: string,
  tournamentId: string,
  isEnough: (tournament: Tournament) => boolean,
): Promise<Tournament> {
  for await (const update of core.calls.followGrades({ conversationId }, never)) {
    const told =
      update.kind === 'all' ? update.tournaments : update.kind === 'tournament' ? [update.tournament] : []
    const found = told.find((tournament) => tournament.id === tournamentId && isEnough(tournament))
    if (found !== undefined) return found
  }
  throw new Error('The stream of grades ended.')
}
