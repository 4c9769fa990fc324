import { describe, expect, onTestFinished, test } from 'vitest'
import { countJudgements, type Judgement } from '../../capabilities/grade-answers/index.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import type { Tournament } from '../../contract/tournaments.ts'
import { openStore } from '../../store/store.ts'
import { createGradeFollowers } from './grade-followers.ts'
import type { Bench } from './bench.ts'
import { createJudgeSteps, type JudgeSteps } from './judge-step.ts'
import { createTournamentRoom } from './tournament-room.ts'

const bench: Bench = {
  engine: scriptedEngine({ pieces: [] }),
  model: scriptedModel,
  run: (work, signal) => work(signal),
}

const judge = { kind: 'writes', ...bench } as const

/**
 * A room whose samples are numbers and whose judge is for the larger one. `holdAt`: the judgement that waits for ever.
 * `atOnce`: the samples come together, the last one first.
 */
function opened(samples: readonly number[], { holdAt = Infinity, atOnce = false } = {}) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id: conversationId } = store.createConversation('Numbers')
  const asked = { conversationId, parentId: null, parts: [{ kind: 'text' as const, text: 'A number?' }] }
  const question = store.saveQuestion({ ...asked, modeAsked: 'auto' })
  const first = { conversationId, parentId: question.id, modelName: 'M', modeAsked: 'auto' as const }
  const answer = store.writeAnswer(store.saveAnswer(first).id, {
    status: 'complete',
    text: String(samples[0]),
  })
  const changes: Tournament[] = []
  const hold = { at: holdAt, judged: 0 }
  const steps: JudgeSteps = {
    worked: () => hold.judged,
    refuseTooLong: createJudgeSteps(store).refuseTooLong,
    samples: async (_asked, seeds, _signal, arrived) => {
      const written = atOnce ? seeds.toReversed() : seeds.slice(0, 1)
      for (const [at, seed] of written.entries()) {
        const tokens = { read: 1, reused: 2, thought: 0, answer: 3 }
        const ms = { firstToken: 1, thought: 0, generate: 1, total: 2 }
        const sample = { thought: '', text: String(samples[seed]), wasCut: false, tokens, ms }
        arrived(seed, sample, at === written.length - 1)
      }
    },
    compare: async (_judge, _conversation, pair, _votes, signal) => {
      const judgements: Judgement[] = []
      for (const swapped of [false, true]) {
        hold.judged += 1
        if (hold.judged >= hold.at)
          await new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          )
        const vote = Number(pair.first) > Number(pair.second) ? 'first' : 'second'
        const tokens = { read: 1, reused: 1, written: 1 }
        judgements.push({ swapped, vote, why: null, thought: 'Larger.', text: '', attempts: 1, tokens })
      }
      return { ...countJudgements(judgements), judgements }
    },
  }
  const room = createTournamentRoom({
    store,
    steps,
    followers: {
      ...createGradeFollowers(),
      publish: (_id, update) => {
        if (update.kind === 'tournament') changes.push(update.tournament)
      },
    },
    judge: async () => judge,
    judgeBeside: async () => judge,
    answerer: async () => bench,
    pathChanged: () => undefined,
  })
  const until = async (isEnough: (tournament: Tournament) => boolean): Promise<Tournament> => {
    for (;;) {
      const last = changes.at(-1)
      if (last !== undefined && isEnough(last)) return last
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { store, room, hold, until, answer, conversationId, changes }
}

describe('a tournament', () => {
  test('finds the largest, shows it, and keeps the others as versions', async () => {
    const { store, room, hold, until, answer, conversationId } = opened([3, 1, 9, 2, 7])
    room.findBest(answer.id, 5, 'knockout')
    const done = await until(({ state }) => state === 'done')
    expect(done.candidates[done.best ?? -1]?.text).toBe('9')
    // Four matches in both orders.
    expect(hold.judged).toBe(8)
    const [shown] = store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns
    expect(shown?.turn).toMatchObject({
      text: '9',
      status: 'complete',
      tokens: { prompt: 3, reused: 2, answer: 3 },
    })
    expect(shown?.siblingIds).toHaveLength(5)
  })

  test('keeps what is written at once in the order of the seeds, and tells the time left when all are there', async () => {
    const { room, until, answer, changes } = opened([3, 1, 9, 2, 7], { atOnce: true })
    room.findBest(answer.id, 5, 'knockout')
    const { candidates } = await until(({ state }) => state === 'done')
    expect(candidates.map(({ text }) => text)).toEqual(['3', '1', '9', '2', '7'])
    const sampling = changes.filter(({ state }) => state === 'sampling')
    expect(sampling.map(({ candidates: { length } }) => length)).toEqual([1, 2, 3, 4, 5])
    expect(sampling.at(-1)?.msLeft).toBe(0)
  })

  test('does not judge or keep twice what says the same', async () => {
    const { store, room, hold, until, answer } = opened([3, 3, 3, 4])
    room.findBest(answer.id, 4, 'knockout')
    const done = await until(({ state }) => state === 'done')
    expect(done.matches).toHaveLength(3)
    expect(done.candidates[done.best ?? -1]?.text).toBe('4')
    expect(hold.judged).toBe(4)
    expect(store.siblingAnswers(answer.id)).toHaveLength(1)
  })

  test.each(['knockout', 'round-robin'] as const)(
    'that is stopped keeps the best so far and goes on where it was (%s)',
    async (kind) => {
      const { room, hold, store, until, answer, conversationId } = opened([3, 5, 9, 2], { holdAt: 5 })
      const { tournamentId } = room.findBest(answer.id, 4, kind)
      await until(({ matches }) => matches.length === 2)
      await room.stop(tournamentId)
      const stopped = await until(({ state }) => state === 'stopped')
      const best = stopped.candidates[stopped.best ?? -1]
      expect(['3', '5', '9']).toContain(best?.text)
      const [shown] = store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns
      expect(shown?.turn.id).toBe(best?.answerId)

      hold.at = Infinity
      room.resume(tournamentId)
      const done = await until(({ state }) => state === 'done')
      expect(done.candidates[done.best ?? -1]?.text).toBe('9')
      expect(done.matches.slice(0, 2)).toEqual(stopped.matches)
    },
  )

  test('that ends leaves whoever asked on meanwhile where they are', async () => {
    const { room, hold, store, until, answer, conversationId } = opened([3, 5, 9, 2], { holdAt: 5 })
    const { tournamentId } = room.findBest(answer.id, 4, 'knockout')
    await until(({ matches }) => matches.length === 2)
    const parts = [{ kind: 'text' as const, text: 'Another one?' }]
    const next = store.saveQuestion({ conversationId, parentId: answer.id, parts, modeAsked: 'auto' })
    store.showBranch(conversationId, next.id)
    await room.stop(tournamentId)
    hold.at = Infinity
    room.resume(tournamentId)
    await until(({ state }) => state === 'done')
    const [shown] = store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns
    expect(shown?.turn.id).toBe(next.id)
  })

  test('that ends leaves whoever looks at another version meanwhile where they are', async () => {
    const { room, hold, store, until, answer, conversationId } = opened([3, 5, 9, 2], { holdAt: 5 })
    const { tournamentId } = room.findBest(answer.id, 4, 'knockout')
    const { candidates } = await until(({ matches }) => matches.length === 2)
    const looksAt = candidates[3]?.answerId ?? ''
    store.showBranch(conversationId, looksAt)
    const shownId = () => store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns[0]?.turn.id
    await room.stop(tournamentId)
    expect(shownId()).toBe(looksAt)
    // Who lets it go on from there waits for its end.
    hold.at = Infinity
    room.resume(tournamentId)
    const done = await until(({ state }) => state === 'done')
    expect(shownId()).toBe(done.candidates[done.best ?? -1]?.answerId)
  })

  test('that goes on judges an answer that has gone on since as it stands now', async () => {
    const { room, hold, store, until, answer } = opened([3, 5, 9, 2], { holdAt: 5 })
    const { tournamentId } = room.findBest(answer.id, 4, 'knockout')
    await until(({ matches }) => matches.length === 2)
    await room.stop(tournamentId)
    store.writeAnswer(answer.id, { text: '10' })
    hold.at = Infinity
    room.resume(tournamentId)
    const done = await until(({ state }) => state === 'done')
    expect(done.candidates.map(({ text }) => text)).toEqual(['10', '5', '9', '2'])
    expect([done.best, done.matches.length]).toEqual([0, 3])
  })

  test('is the only one of its question: asked for twice it is the same, and nothing else begins beside it', async () => {
    const { room, store, until, answer, conversationId } = opened([3, 5, 9, 2], { holdAt: 3 })
    const first = room.findBest(answer.id, 4, 'knockout')
    expect(room.findBest(answer.id, 4, 'knockout')).toEqual(first)
    expect(() => room.findBest(answer.id, 4, 'knockout', ['another'])).toThrow(
      expect.objectContaining({ code: 'tournament-running' }),
    )
    expect(() => room.findBest(answer.id, 3, 'round-robin')).toThrow(
      expect.objectContaining({ code: 'tournament-running' }),
    )
    await until(({ matches }) => matches.length === 1)
    expect(store.tournamentsOf(conversationId)).toHaveLength(1)
    await room.stop(first.tournamentId)
    expect(room.findBest(answer.id, 3, 'round-robin')).not.toEqual(first)
    room.close()
  })

  test('keeps no version twice that an earlier one kept', async () => {
    const { room, store, until, answer } = opened([3, 1, 9, 2])
    room.findBest(answer.id, 4, 'knockout')
    await until(({ state }) => state === 'done')
    const { tournamentId } = room.findBest(answer.id, 4, 'round-robin')
    const again = await until(({ id, state }) => id === tournamentId && state === 'done')
    expect(again.candidates.map(({ text }) => text)).toEqual(['3', '1', '9', '2'])
    expect(store.siblingAnswers(answer.id)).toHaveLength(3)
  })

  test('that found nobody better, or ends while another version is written, leaves what is shown', async () => {
    const even = opened([3, 3, 3])
    even.room.findBest(even.answer.id, 3, 'knockout')
    await even.until(({ state }) => state === 'done')
    const shownIn = ({ store, conversationId }: typeof even) =>
      store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns[0]?.turn.id
    expect(shownIn(even)).toBe(even.answer.id)

    const { store, room, until, answer, conversationId, ...rest } = opened([3, 5, 9, 2], { holdAt: 5 })
    const { tournamentId } = room.findBest(answer.id, 4, 'knockout')
    await until(({ matches }) => matches.length === 2)
    const { parentId, modelName, modeAsked } = answer
    const redone = store.saveAnswer({ conversationId, parentId, modelName, modeAsked })
    await room.stop(tournamentId)
    expect(shownIn({ store, room, until, answer, conversationId, ...rest })).toBe(redone.id)
  })

  test('whose first answer is already too long for the judge ends before any other is written', async () => {
    const { room, store, until, answer } = opened([3, 1, 9])
    store.writeAnswer(answer.id, { text: '3 '.repeat(scriptedModel.contextSize) })
    room.findBest(answer.id, 3, 'knockout')
    const failed = await until(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ problem: { code: 'too-long-to-judge' } })
    expect(failed.candidates).toHaveLength(1)
  })

  test('rates everyone in a round robin in the hidden order', async () => {
    const { room, until, answer } = opened([3, 1, 9, 2])
    room.findBest(answer.id, 4, 'round-robin')
    const { ratings, candidates } = await until(({ state }) => state === 'done')
    const byRating = candidates.toSorted(
      (one, other) =>
        (ratings?.[candidates.indexOf(other)]?.rating ?? 0) -
        (ratings?.[candidates.indexOf(one)]?.rating ?? 0),
    )
    expect(byRating.map(({ text }) => text)).toEqual(['9', '3', '2', '1'])
  })

  test('whose conversation is forgotten meanwhile ends without a word', async () => {
    const { room, store, until, answer, conversationId } = opened([3, 5, 9, 2], { holdAt: 3 })
    const { tournamentId } = room.findBest(answer.id, 4, 'knockout')
    await until(({ matches }) => matches.length === 1)
    store.deleteConversation(conversationId)
    store.forgetDeleted()
    await room.stop(tournamentId)
    expect(store.tournament(tournamentId)).toBeNull()
  })
})
