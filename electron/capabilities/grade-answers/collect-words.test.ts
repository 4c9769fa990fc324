import { expect, test, vi } from 'vitest'
import type { EnginePiece } from '../../engine/engine.ts'
import { collectSeveral, type Words } from './collect-words.ts'

const request = {
  messages: [{ role: 'user' as const, text: 'A number?' }],
  mode: 'quick' as const,
  begun: null,
  thoughtBudget: null,
  answerLimit: 10,
  temperature: 1,
  seed: 0,
}

test('the times of what is written at once are counted from the asking, for those too that wait for their turn', async () => {
  let now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const word: EnginePiece = { kind: 'answer', text: 'one', tokens: 1 }
  const finished: EnginePiece = {
    kind: 'finished',
    why: 'complete',
    promptTokens: 9,
    reusedTokens: 0,
    generateMs: 7,
  }
  const engine = {
    async *generateSeveral() {
      // The context is made and the prompt is read.
      now += 500
      yield { index: 0, piece: word }
      now += 20
      yield { index: 0, piece: finished }
      now += 30
      yield { index: 1, piece: word }
      now += 40
      yield { index: 1, piece: finished }
    },
  }
  const told = new Map<number, Words['ms']>()
  await collectSeveral(engine, request, [4, 5], new AbortController().signal, (seed, { ms }) =>
    told.set(seed, ms),
  )
  vi.restoreAllMocks()
  expect(told.get(4)).toEqual({ firstToken: 500, thought: 0, generate: 7, total: 520 })
  expect(told.get(5)).toEqual({ firstToken: 550, thought: 0, generate: 7, total: 590 })
})
