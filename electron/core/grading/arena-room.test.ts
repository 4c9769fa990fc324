import { expect, onTestFinished, test } from 'vitest'
import { countJudgements } from '../../capabilities/grade-answers/index.ts'
import type { Arena, Contender } from '../../contract/arena.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import { createArenaRoom } from './arena-room.ts'
import type { Bench } from './bench.ts'

const never = new AbortController().signal
const contender = (temperature: number): Contender => {
  return { modelId: 'm', mode: 'quick', temperature, systemPrompt: '' }
}
const both = [contender(0), contender(1)] as const

/** Everybody answers with the prompt in capitals; the judge waits until it is stopped. */
function opened() {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const engine = scriptedEngine({
    pieces: ({ messages, temperature }) => {
      const text = `${messages.at(-1)?.text.toUpperCase()} ${temperature}`
      return [{ kind: 'answer', text, tokens: 1 }]
    },
  })
  const bench: Bench = { engine, model: scriptedModel, run: (work, signal) => work(signal) }
  const room = createArenaRoom({
    store,
    bench: async () => bench,
    judge: async () => ({ kind: 'writes', ...bench }),
    steps: {
      compare: async (_judge, _conversation, _pair, _how, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        signal.throwIfAborted()
        return { ...countJudgements([]), judgements: [] }
      },
    },
    nameOf: () => 'M',
    openModelId: () => 'm',
  })
  onTestFinished(() => room.close())
  const until = async (isEnough: (arena: Arena) => boolean): Promise<Arena> => {
    for await (const arena of room.watch(never)) if (isEnough(arena)) return arena
    throw new Error('The arena ended.')
  }
  return { room, until }
}

const hasBoth = ({ round }: Arena) => round?.texts != null

test('a round that waits for a vote is not lost with the next one: the person goes back to it and votes', async () => {
  const { room, until } = opened()
  const { roundId: first } = await room.start('one', both)
  const before = await until(hasBoth)
  const { roundId: second } = await room.start('two', both)
  const after = await until((arena) => arena.round?.id === second && hasBoth(arena))
  expect(after.unvoted).toEqual([{ id: first, beginning: 'one' }])

  room.show(first)
  const back = await until(({ round }) => round?.id === first)
  expect(back.round).toMatchObject({ prompt: 'one', texts: before.round?.texts, reveal: null })
  expect(back.unvoted).toEqual([{ id: second, beginning: 'two' }])
  room.vote(first, 'left')
  const voted = await until(({ round }) => round?.reveal != null)
  expect(voted.round).toMatchObject({ id: first, reveal: { vote: 'left' } })
  expect(voted.board.votes).toBe(1)

  const { roundId: third } = await room.start('three', both)
  expect((await until(({ round }) => round?.id === third)).unvoted.map(({ id }) => id)).toEqual([second])
})

test('going back to a round that is forgotten is said, and the newest is shown', async () => {
  const { room, until } = opened()
  const { roundId } = await room.start('one', both)
  await until(hasBoth)
  await room.forget()
  expect(() => room.show(roundId)).toThrow(expect.objectContaining({ code: 'round-not-found' }))
  expect(await until(() => true)).toMatchObject({ round: null, unvoted: [] })
})
