import { expect, test } from 'vitest'
import { answerLike } from '../contract/fixtures/answer-like.ts'
import type { Answer, Question, Turn } from '../contract/turns.ts'
import { toMessages } from './messages.ts'

const asked = (text: string): Question => ({
  kind: 'question',
  id: text,
  conversationId: 'c',
  parentId: null,
  parts: [{ kind: 'text', text }],
  modeAsked: 'auto',
  createdAt: 0,
})
const answered = (text: string, thought = ''): Answer => answerLike({ text, thought })

test('questions and answers become messages, thoughts apart from answers', () => {
  expect(toMessages('', [asked('2 + 2?'), answered('4', '2 and 2')])).toEqual([
    { role: 'user', text: '2 + 2?' },
    { role: 'assistant', thought: '2 and 2', text: '4' },
  ])
})

test('a system prompt stands before them, and only when there is one', () => {
  expect(toMessages('Be brief.', [asked('Hi')])[0]).toEqual({ role: 'system', text: 'Be brief.' })
})

test('a question whose answer holds nothing is left out with it', () => {
  const path = [asked('lost'), answered(''), asked('again')]
  expect(toMessages('', path)).toEqual([{ role: 'user', text: 'again' }])
})

test('the messages of a turn begin with those of the turn before: the prompt only grows at its end', () => {
  const path: Turn[] = [asked('a'), answered('b', 'thought'), asked('c'), answered('d'), asked('e')]
  const earlier = toMessages('Be brief.', path.slice(0, 3))
  expect(toMessages('Be brief.', path).slice(0, earlier.length)).toEqual(earlier)
})
