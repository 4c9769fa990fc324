import { describe, expect, test } from 'vitest'
import type {
  CalibrationProgress,
  LearningSample,
  PolicyVersion,
} from '../../../electron/contract/learning.ts'
import {
  baselineWords,
  decisionWords,
  lengthWords,
  ownWords,
  nextStepWords,
  originWords,
  progressWords,
  rewardWords,
  signalWords,
  stateWords,
} from './learning-words.ts'

const progress: CalibrationProgress = {
  state: 'running',
  done: 112,
  total: 468,
  msLeft: 365_000,
  problem: null,
}

test.each([
  [{}, '112 of 468 answers, about 6 min 5 s left'],
  [{ msLeft: null }, '112 of 468 answers'],
  // A bar that still moves never says that nothing is left.
  [{ msLeft: 0 }, '112 of 468 answers, about 1 s left'],
  [{ state: 'waiting' }, '112 of 468 answers. Your chat goes first.'],
  [{ state: 'paused' }, 'Paused at 112 of 468 answers. Nothing of it is lost.'],
] as const)('a calibration like %j reads "%s"', (change, words) => {
  expect(progressWords({ ...progress, ...change })).toBe(words)
})

const version: PolicyVersion = {
  version: 4,
  origin: 'answers',
  madeAt: 0,
  samples: 4,
  baseline: 0.5,
  hybridAccuracy: null,
  entropy: null,
  from: null,
}

test.each([
  [{}, '4 judged answers'],
  [{ origin: 'calibration', samples: 468 }, 'calibration, 468 answers'],
  [{ origin: 'undo', from: 2 }, 'back to version 2'],
  [{ origin: 'undo', from: 0 }, 'back to before it learned'],
  [{ origin: 'reset' }, 'began anew'],
] as const)('a version like %j is told as "%s"', (change, words) => {
  expect(originWords({ ...version, ...change })).toBe(words)
})

const sample: LearningSample = {
  answerId: 'a',
  conversationId: 'c',
  question: 'What is 2 + 2?',
  version: 1,
  mode: 'quick',
  pThink: 0.1,
  explored: false,
  reward: 1,
  rewardFrom: 'thumb',
  length: 9,
  advantage: null,
  state: 'waiting',
  usedFor: null,
}

describe('an Auto answer', () => {
  test('says where its reward comes from', () => {
    expect(rewardWords(sample)).toBe('1.00, thumb')
    expect(rewardWords({ ...sample, reward: null, rewardFrom: null })).toBe('–')
  })

  test('says what became of it', () => {
    expect(stateWords({ ...sample, state: 'used', usedFor: 3 })).toBe('made version 3')
    expect(stateWords({ ...sample, state: 'stale' })).toBe('outdated')
  })
})

test('answers judged all alike are said to teach nothing', () => {
  const learning = {
    modelKey: 'k',
    modelName: 'm',
    version: 1,
    isCalibrated: true,
    msPerAnswer: null,
    ownQuestions: 0,
    needed: 4,
    calibration: null,
    notice: null,
  }
  expect(nextStepWords({ ...learning, judged: 1 })).toMatch(/^1 of 4 judged answers for the next step/)
  expect(nextStepWords({ ...learning, judged: 6 })).toContain('once they differ')
})

test.each([
  ['own-decision', 'what the model leans to'],
  ['trait:question-mark', 'question mark'],
  ['trait:script:latin', 'latin'],
  ['word:1234', 'a word of the calibration (1234)'],
  ['it calculates', 'it calculates'],
])('the signal %s is called "%s"', (name, words) => {
  expect(signalWords(name)).toBe(words)
})

test('the baseline is told with its number', () => {
  expect(baselineWords(0.618)).toContain('0.62')
  expect(baselineWords(null)).toContain('once answers were judged')
})

test('a calibration says how long it will take where that is known', () => {
  const size = { questions: 39, answersPerMode: 2 }
  expect(lengthWords(size, 0, null)).toBe('39 questions, 156 answers')
  expect(lengthWords(size, 2, 500)).toBe('41 questions, 164 answers, about 1 min 22 s')
})

test('what is done with one’s own questions is said plainly', () => {
  expect(ownWords(0, 'Demo')).toBe('There are none yet: ask something in Auto first.')
  expect(ownWords(1, 'Demo')).toMatch(/^Your last question in Auto, asked again as/)
  expect(ownWords(7, 'Demo')).toContain('Your last 7 questions in Auto')
  expect(ownWords(7, 'Demo')).toContain('Demo judges each new answer against the one you got')
})

test('what deciding costs is told with its interval, where there is one', () => {
  expect(decisionWords({ value: 0.0123, low: 0.01, high: 0.02, n: 9 })).toBe(
    'Deciding takes 1.2 % of the time to the first token of a quick answer (95 % interval 1.0 to 2.0 %, 9 answers).',
  )
  expect(decisionWords({ value: 0.02, low: 0.02, high: 0.02, n: 1 })).toMatch(/, measured on one answer\.$/)
})
