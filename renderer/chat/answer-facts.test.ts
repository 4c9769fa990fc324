import { expect, test } from 'vitest'
import { answerLike } from '../../electron/contract/fixtures/answer-like.ts'
import { tokenFacts, tokensPerSecond } from './answer-facts.ts'

test('what was read is what was not reused', () => {
  const answer = answerLike({ tokens: { prompt: 778, reused: 757, thought: 41, answer: 9 } })
  expect(tokenFacts(answer).map(({ name, value }) => [name, value])).toEqual([
    ['Read', '21'],
    ['Reused', '757'],
    ['Thought', '41'],
    ['Written', '9'],
  ])
})

test('what images took is told where there were some', () => {
  const answer = answerLike({ tokens: { prompt: 44, reused: 0, images: 36, thought: 0, answer: 1 } })
  expect(tokenFacts(answer)).toContainEqual(expect.objectContaining({ name: 'Images', value: '36' }))
})

test('speed counts the tokens after the first over the time they took where they were made', () => {
  const answer = answerLike({
    tokens: { prompt: 10, reused: 0, thought: 0, answer: 21 },
    ms: { firstToken: 500, thought: 0, generate: 2000, total: 2600 },
  })
  expect(tokensPerSecond(answer)).toBe(10)
})

test('speed is unknown for one token, or before the last', () => {
  expect(tokensPerSecond(answerLike({ tokens: { prompt: 1, reused: 0, thought: 0, answer: 1 } }))).toBeNull()
  expect(tokensPerSecond(answerLike({ tokens: { prompt: 1, reused: 0, thought: 0, answer: 9 } }))).toBeNull()
})
