import { expect, test } from 'vitest'
import type { AskJudge } from './ask-judge.ts'
import { verdictChance } from './verdict-chance.ts'

/** A judge that goes on with this, as sure as that. */
function goesOnWith(text: string, confidence: number | null) {
  const begun: unknown[] = []
  const ask: AskJudge = async (_messages, { goesOn }) => {
    begun.push(goesOn)
    const tokens = { read: 1, reused: 9, thought: 0, answer: 1 }
    const ms = { firstToken: 1, thought: 0, generate: 1, total: 1 }
    return { thought: '', text, wasCut: true, confidence, tokens, ms }
  }
  return { ask, begun }
}

const said = { thought: 'The first is right.', text: 'So: \\boxed{Assistant 1}' }

test("the example: the number behind the judge's own words has the probability of the verdict", async () => {
  const { ask, begun } = goesOnWith('1', 0.9)
  expect(await verdictChance(ask, [], said)).toBe(0.9)
  expect(begun).toEqual([{ thought: said.thought, text: 'So: \\boxed{Assistant ' }])
})

test('a drawn verdict that was not the likeliest has what the other one leaves', async () => {
  expect(await verdictChance(goesOnWith('2', 0.8).ask, [], said)).toBeCloseTo(0.2)
})

test.each([
  ['the engine tells none', '1', null],
  ['the number is no token of its own', '1}', 0.9],
])('it is not known where %s', async (_reason, text, confidence) => {
  expect(await verdictChance(goesOnWith(text, confidence).ask, [], said)).toBeNull()
})
