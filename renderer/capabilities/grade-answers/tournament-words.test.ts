import { expect, test } from 'vitest'
import type { Tournament, TournamentMatch } from '../../../electron/contract/tournaments.ts'
import {
  matchWords,
  roundsOf,
  runningWords,
  timeLeftWords,
  tournamentWords,
  winnerWords,
} from './tournament-words.ts'

const comparison = {
  pFirst: 1,
  isConsistent: true,
  firstPlaceBias: 0,
  agreement: 1,
  abstained: 0,
  judgements: [],
}
const match: TournamentMatch = { round: 1, first: 0, second: 1, winner: 0, pFirst: 1, comparison }
const tournament: Tournament = {
  id: 't',
  conversationId: 'c',
  questionId: 'q',
  kind: 'knockout',
  count: 4,
  candidates: [{ answerId: 'a', text: '4' }],
  matches: [],
  matchCount: 3,
  ratings: null,
  best: null,
  state: 'sampling',
  problem: null,
  msLeft: null,
  judgeName: 'Demo',
  createdAt: 0,
}

test.each([
  [{}, 'Writing answer 2 of 4'],
  [{ state: 'judging', matches: [match], best: 0 }, 'Judging pair 2 of 3. Best so far: answer 1.'],
  [{ state: 'done', best: 2 }, 'Answer 3 is the best of 4.'],
  [
    { state: 'done', matches: [match, { ...match, first: 2, winner: 2, second: 0, pFirst: 0.52 }], best: 2 },
    'Answer 3 is the best of 4, undecided against answer 1.',
  ],
  [{ state: 'done', matches: [{ ...match, comparison: null }], best: 0 }, 'All 4 say the same.'],
  [
    { state: 'done', matches: [{ ...match, pFirst: 0.5 }], best: 0 },
    'Undecided: none of the 4 is better than the others.',
  ],
  [{ state: 'stopped', matches: [match], best: 0 }, 'Stopped after 1 of 3 pairs. Best so far: answer 1.'],
  [{ state: 'failed', problem: { code: 'x', message: 'It broke.', remedy: 'Wait.' } }, 'It broke.'],
  [{ state: 'done', kind: 'compare', matches: [match], best: 0 }, 'Answer 1 is better.'],
  [{ state: 'done', kind: 'compare', matches: [{ ...match, comparison: null }] }, 'Both say the same.'],
] as const)('%o', (change, words) => {
  expect(tournamentWords({ ...tournament, ...change } as Tournament)).toBe(words)
})

test.each([
  [{}, '1 – 2: 1 is better'],
  [{ pFirst: 0.5 }, '1 – 2: undecided, 1 goes on'],
  [{ comparison: null }, '1 – 2: the same words, 1 goes on'],
  [
    { winner: 1, pFirst: 0, comparison: { ...comparison, isConsistent: null } },
    '1 – 2: 2 is better, with doubts',
  ],
])('a match: %o', (change, words) => {
  expect(matchWords({ ...match, ...change }, 'knockout')).toBe(words)
})

test('the line under an answer tells how far it is, and nothing when it has ended', () => {
  expect(runningWords({ ...tournament, state: 'judging', matches: [match] })).toBe('Best of 4: 1/6')
  expect(runningWords({ ...tournament, state: 'stopped' })).toBeNull()
})

test('the line under another version tells where the winner is, once there is one', () => {
  const ids = ['z', 'a']
  const won = { ...tournament, matches: [match], best: 0 }
  expect(winnerWords({ ...won, state: 'done' }, ids)).toBe('Best of 4: version 2')
  expect(winnerWords({ ...won, state: 'stopped' }, ids)).toBe('Best so far: version 2')
  expect(winnerWords({ ...won, state: 'judging' }, ids)).toBeNull()
  expect(winnerWords({ ...won, state: 'done', matches: [{ ...match, pFirst: 0.5 }] }, ids)).toBeNull()
  expect(winnerWords({ ...won, state: 'done' }, ['z'])).toBeNull()
})

test('where everyone meets everyone, nobody goes on', () => {
  expect(matchWords({ ...match, comparison: null }, 'round-robin')).toBe('1 – 2: the same words')
})

test('a judge that scores has no doubts about the order', () => {
  const judgement = {
    swapped: false,
    vote: 'first',
    why: null,
    thought: '',
    text: 'Scores: 0.9 against 0.1.',
    attempts: 1,
    tokens: { read: 0, reused: 0, written: 0 },
  } as const
  const scored = { ...comparison, isConsistent: null, judgements: [judgement] }
  expect(matchWords({ ...match, comparison: scored }, 'knockout')).toBe('1 – 2: 1 is better')
})

test('the time that is left is told in whole words, or not at all', () => {
  expect([null, 100, 1200, 300_000].map(timeLeftWords)).toEqual([
    '',
    '',
    'about 1 s left',
    'about 5 min left',
  ])
})

test('matches stand in their rounds', () => {
  expect(roundsOf([match, match, { ...match, round: 2 }]).map((round) => round.length)).toEqual([2, 1])
})
