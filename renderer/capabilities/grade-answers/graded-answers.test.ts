import { expect, test } from 'vitest'
import { answerLike } from '../../../electron/contract/fixtures/answer-like.ts'
import type { Grade, GradeState } from '../../../electron/contract/grades.ts'
import type { ShownTurn } from '../../../electron/contract/turns.ts'
import { gradedAnswers, lowestOf } from './graded-answers.ts'

const gradeOf = (answerId: string, score: number): Grade => ({
  answerId,
  score,
  low: 1,
  high: 5,
  confidence: 0.5,
  isUnsure: false,
  consistency: null,
  reason: null,
  rivals: [],
  judgeName: 'J',
  ms: 1,
  createdAt: 0,
})
const turns: ShownTurn[] = ['a', 'b', 'c'].map((id) => ({ turn: answerLike({ id }), siblingIds: [id] }))
const states = new Map<string, GradeState>([
  ['a', { kind: 'graded', answerId: 'a', grade: gradeOf('a', 4) }],
  ['b', { kind: 'failed', answerId: 'b', problem: { code: 'x', message: '', remedy: '' } }],
  ['c', { kind: 'graded', answerId: 'c', grade: gradeOf('c', 2) }],
])

test('answers keep their numbers, graded or not, and the lowest is where it went wrong', () => {
  const graded = gradedAnswers(turns, states)
  expect(graded.map(({ number, grade }) => [number, grade.score])).toEqual([
    [1, 4],
    [3, 2],
  ])
  expect(lowestOf(graded)?.number).toBe(3)
  expect(lowestOf([])).toBeNull()
})
