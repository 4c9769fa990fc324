import { expect, test } from 'vitest'
import type { KeptRound } from '../../store/arena.ts'
import { boardOf } from './arena-board.ts'

const side = (mode: 'think' | 'quick') => ({
  contender: { modelId: 'demo', mode, temperature: 0.7, systemPrompt: '', modelName: 'Demo' },
  answer: { thought: '', text: '4', tokens: 1, ms: { firstToken: 1, thought: 0, generate: 1, total: 2 } },
})
const judgement = {
  swapped: false,
  vote: 'first',
  why: null,
  thought: '',
  text: '',
  attempts: 1,
  tokens: { read: 0, reused: 0, written: 0 },
} as const
const comparison = {
  pFirst: 0.5,
  isConsistent: null,
  firstPlaceBias: null,
  agreement: 0,
  abstained: 0,
  judgements: [],
}
const round: KeptRound = {
  id: 'r',
  prompt: '2 + 2?',
  seed: 1,
  left: side('think'),
  right: side('quick'),
  firstIsLeft: true,
  state: 'done',
  vote: 'tie',
  judge: { name: 'Demo', comparison },
  problem: null,
  createdAt: 0,
}

test('where both said the same, the judge has not voted', () => {
  const { contenders, agreement, votes } = boardOf([round])
  expect({ agreement, votes }).toEqual({ agreement: null, votes: 1 })
  expect(contenders.map(({ judge }) => judge)).toEqual([null, null])
})

test('where it judged, it has', () => {
  const judged = { ...comparison, pFirst: 1, isConsistent: true, judgements: [judgement] }
  const board = boardOf([{ ...round, vote: 'left', judge: { name: 'Demo', comparison: judged } }])
  expect(board.agreement).toMatchObject({ share: 1, n: 1 })
})
