import { expect, test } from 'vitest'
import { agreementWords, contenderWords, judgeWords, roundWords } from './arena-words.ts'

const plain = { modelId: 'm', modelName: 'Small', mode: 'quick', temperature: 0, systemPrompt: '' } as const

test('a contender is called by everything in which it may differ', () => {
  expect(contenderWords(plain)).toBe('Small, quick')
  expect(contenderWords({ ...plain, mode: 'think', temperature: 0.7 })).toBe('Small, thinks, temperature 0.7')
  expect(contenderWords({ ...plain, systemPrompt: 'Answer like a pirate\nwho has lost his ship' })).toBe(
    'Small, quick, told “Answer like a pirate who has…”',
  )
})

test('a round that was left before the vote still asks for it, and only then tells of the judge', () => {
  const left = { id: 'r', prompt: 'Hello', done: 2, texts: { left: 'A', right: 'B' }, createdAt: 0 }
  const round = { ...left, state: 'stopped', problem: null, reveal: null } as const
  expect(roundWords(round)).toBe('Which one is better?')
  const side = { contender: plain, thought: '', tokens: 1, ms: 1 }
  expect(roundWords({ ...round, reveal: { vote: 'tie', left: side, right: side, judge: null } })).toBe(
    'Stopped before the judge voted.',
  )
})

test('agreement is said with what chance would give', () => {
  const board = { contenders: [], votes: 5, agreement: { share: 0.75, kappa: 0.5, n: 4 } }
  expect(agreementWords(board)).toBe(
    'You and the judge agree in 3 of 4 rounds (75 %); Cohen’s kappa is 0.50: 0 is what chance alone would give, 1 is full agreement. In 1 more only you have voted.',
  )
  expect(agreementWords({ ...board, votes: 1, agreement: { share: 1, kappa: null, n: 1 } })).toContain(
    'beyond chance that says nothing yet',
  )
  expect(agreementWords({ ...board, agreement: null })).toContain('not voted on the same round')
})

test('a judge that changes sides is undecided, and one without work says so', () => {
  const comparison = {
    pFirst: 0.5,
    isConsistent: false,
    firstPlaceBias: 1,
    agreement: 0.5,
    abstained: 0,
    judgements: [],
  }
  expect(judgeWords({ name: 'J', comparison })).toContain('nothing to do')
  const vote = {
    swapped: false,
    vote: 'first',
    why: null,
    thought: '',
    text: '',
    attempts: 1,
    tokens: { read: 0, reused: 0, written: 0 },
  } as const
  expect(judgeWords({ name: 'J', comparison: { ...comparison, judgements: [vote] } })).toContain(
    'changed sides',
  )
  expect(
    judgeWords({
      name: 'J',
      comparison: { ...comparison, pFirst: 0, isConsistent: true, judgements: [vote] },
    }),
  ).toBe('The judge, J, finds B better.')
})
