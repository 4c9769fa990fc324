import { expect, test } from 'vitest'
import type { ChatMessage } from '../engine.ts'
import { askedForSteps } from './step-by-step.ts'

const question: ChatMessage = { role: 'user', text: 'How many?' }

test('a model without a thought channel is asked for steps by a system text', () => {
  const [system, ...rest] = askedForSteps([question], 'think', { kind: 'none' })
  expect(system).toMatchObject({ role: 'system', text: expect.stringContaining('step by step') })
  expect(rest).toEqual([question])
})

test('the person’s own system text stays in front', () => {
  const messages: ChatMessage[] = [{ role: 'system', text: 'Be kind.' }, question]
  const [system, ...rest] = askedForSteps(messages, 'think', { kind: 'none' })
  expect(system?.text).toMatch(/^Be kind\.\n\n.*step by step/)
  expect(rest).toEqual([question])
})

test.each(['quick', 'plain'] as const)('%s asks for nothing', (mode) => {
  expect(askedForSteps([question], mode, { kind: 'none' })).toEqual([question])
})
