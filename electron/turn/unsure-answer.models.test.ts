import { expect, test } from 'vitest'
import type { RouterSeat } from '../capabilities/router-seat.ts'
import { untaught } from '../capabilities/think-when-needed/index.ts'
import { answerLike } from '../contract/fixtures/answer-like.ts'
import { defaultSettings } from '../contract/settings.ts'
import type { Answer } from '../contract/turns.ts'
import type { Engine } from '../engine/engine.ts'
import { never, openDemoEngine } from '../engine/fixtures/demo-engine.ts'
import { answerQuestion, type AnswerRequest } from './answer-question.ts'

// On the demo model, with llama.cpp's own count of what was read.

test('a quick answer that comes out unsure is thought about after all, on what was read already', async () => {
  const { engine: local, model } = await openDemoEngine()
  const engine: Engine = { ...local, load: (request, signal) => local.load(request, null, signal) }
  // It has learned to answer at once whatever the model says, and to trust no quick answer.
  const policy = { ...untaught, version: 1, weights: { always: -20, margin: 1, unsure: 1.01 } }
  const router: RouterSeat = { policy, random: () => 0.9, chosen: () => {} }
  const request: AnswerRequest = {
    question: {
      kind: 'question',
      id: 'q',
      conversationId: 'c',
      parentId: null,
      parts: [{ kind: 'text', text: 'What is 47 + 85?' }],
      modeAsked: 'auto',
      createdAt: 0,
    },
    path: [],
    imagePath: String,
    answer: answerLike({ id: 'a', parentId: 'q', status: 'running' }),
    model: model.described,
    settings: { ...defaultSettings, temperature: 0 },
    effort: null,
    seed: 1,
  }
  const meter = model.sequence.tokenMeter
  const start = meter.getState()
  let before = start
  let [first, answer]: [number, Answer | null] = [0, null]
  for await (const update of answerQuestion(request, { engine, signal: never, router })) {
    if (update.kind === 'answer-was-unsure') {
      first = meter.diff(start).usedInputTokens
      before = meter.getState()
    }
    if (update.kind === 'done') answer = update.answer
  }
  expect(answer).toMatchObject({ status: 'complete', text: '132', route: { mode: 'think', by: 'router' } })
  expect(answer?.thought).toContain('=132')
  expect(answer?.route?.unsure).toMatchObject({ threshold: 1.01 })
  // The opened thought alone: all before it is in the cache.
  const second = meter.diff(before).usedInputTokens
  expect(second).toBeLessThanOrEqual(3)
  expect(first).toBeGreaterThan(10)
  expect(answer?.tokens.prompt).toBeGreaterThan(second)
})
