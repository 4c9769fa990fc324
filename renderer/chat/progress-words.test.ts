import { describe, expect, test } from 'vitest'
import { answerLike } from '../../electron/contract/fixtures/answer-like.ts'
import { progressWords, thoughtWords } from './progress-words.ts'

const reading = { kind: 'reading' as const, answerId: 'answer-1', read: 1024, toRead: 3000, reused: 0 }

describe('progressWords', () => {
  test('tells how far a long prompt has been read', () => {
    const answer = answerLike({ status: 'running' })
    expect(progressWords(answer, reading)).toBe('Reading 1,024 of 3,000 tokens')
  })

  test('says that another answer comes first, also where its own was begun before', () => {
    const waiting = { kind: 'waiting' as const, answerId: 'answer-1' }
    const begun = answerLike({ status: 'running', thought: 'Hm', text: 'Yes' })
    expect(progressWords(begun, waiting)).toBe('Waiting for another answer to end')
  })

  test('says that it decides while the route is unknown, and nothing once words come', () => {
    const running = answerLike({ status: 'running' })
    expect(progressWords(running, null)).toBe('Deciding whether to think')
    expect(progressWords({ ...running, modeAsked: 'think' }, null)).toBe('Starting to answer')
    expect(progressWords({ ...running, thought: 'Hm' }, null)).toBeNull()
    expect(progressWords({ ...running, text: 'Yes' }, null)).toBeNull()
    expect(progressWords(answerLike({}), reading)).toBeNull()
  })
})

test('the thought line counts while it runs and sums up after', () => {
  const answer = answerLike({
    status: 'running',
    thought: 'Hm',
    ms: { firstToken: 10, thought: 3100, generate: 0, total: 0 },
    tokens: { prompt: 9, reused: 0, thought: 41, answer: 0 },
  })
  expect(thoughtWords(answer)).toBe('Thinking… 3 s · 41 tokens')
  expect(thoughtWords({ ...answer, thoughtEnd: 'model' })).toBe('Thought for 3 s · 41 tokens')
  expect(thoughtWords({ ...answer, status: 'stopped' })).toBe('Thought for 3 s · 41 tokens')
})
