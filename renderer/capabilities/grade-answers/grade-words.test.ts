import { describe, expect, test } from 'vitest'
import type { Comparison, Grade, Rival } from '../../../electron/contract/grades.ts'
import { foldGrades, noGrades } from './fold-grades.ts'
import { biasWords, gradeWithInterval, gradeWords, rivalWords, verdictWords } from './grade-words.ts'

const comparison: Comparison = {
  pFirst: 1,
  isConsistent: true,
  firstPlaceBias: 0,
  agreement: 1,
  abstained: 0,
  judgements: [],
}
const rival: Rival = { source: 'sampled', text: '5', pWin: 1, comparison }
const grade: Grade = {
  answerId: 'a',
  score: 4.02,
  low: 3.04,
  high: 5,
  confidence: 0.98,
  isUnsure: false,
  consistency: 1,
  reason: null,
  rivals: [rival],
  judgeName: 'Demo',
  ms: 1,
  createdAt: 0,
}

describe('the words of a grade', () => {
  test.each([
    [undefined, 'Grade'],
    [{ kind: 'none', answerId: 'a' }, 'Grade'],
    [{ kind: 'grading', answerId: 'a', done: 0, steps: 0 }, 'Grading…'],
    [{ kind: 'grading', answerId: 'a', done: 3, steps: 11 }, 'Grading 3/11'],
    [{ kind: 'graded', answerId: 'a', grade }, 'Grade 4.0'],
    [{ kind: 'graded', answerId: 'a', grade: { ...grade, isUnsure: true } }, 'Grade 4.0, unsure'],
    [{ kind: 'failed', answerId: 'a', problem: { code: 'x', message: '', remedy: '' } }, 'Not graded'],
  ] as const)('%o', (state, words) => {
    expect(gradeWords(state)).toBe(words)
  })

  test('tell the interval and what it means', () => {
    expect(gradeWithInterval(grade)).toBe('4.0 ± 1.0 of 5')
    expect(verdictWords(grade)).toBe('clearly better than another attempt would be')
    expect(verdictWords({ ...grade, score: 2, confidence: 0.8 })).toBe(
      'probably worse than another attempt would be',
    )
    const same: Rival = { ...rival, comparison: null }
    const refusal: Rival = { ...rival, source: 'refusal' }
    expect(verdictWords({ ...grade, rivals: [same, same, refusal] })).toBe('other attempts say the same')
    expect(verdictWords({ ...grade, rivals: [same, rival] })).toBe(
      'clearly as good as another attempt would be, or better',
    )
    expect(verdictWords({ ...grade, isUnsure: true })).toBe('the judge is unsure')
  })

  test.each([
    ['the same words', { comparison: null }, 'says the same'],
    ['won in both orders', {}, 'this answer is better'],
    ['lost in both orders', { pWin: 0 }, 'this answer is worse'],
    [
      'swayed by the order',
      { pWin: 0.5, comparison: { ...comparison, isConsistent: false } },
      'undecided: the judge changed sides when the order was swapped',
    ],
    [
      'one order without a verdict',
      { comparison: { ...comparison, isConsistent: null } },
      'this answer is better, with doubts',
    ],
  ] as const)('of a rival: %s', (_reason, change, words) => {
    expect(rivalWords({ ...rival, ...change })).toBe(words)
  })

  test('report a bias for a place', () => {
    expect(biasWords([rival])).toBeNull()
    const swayed = { ...rival, comparison: { ...comparison, firstPlaceBias: 1 } }
    expect(biasWords([rival, swayed])).toMatch(/stood first 50 % more often/)
  })
})

describe('folding grades', () => {
  test('the last state of an answer wins, and notes stand beside', () => {
    const all = foldGrades(noGrades, {
      kind: 'all',
      grades: [{ kind: 'graded', answerId: 'a', grade }],
      notes: [],
      tournaments: [],
    })
    const again = foldGrades(all, {
      kind: 'grade',
      state: { kind: 'grading', answerId: 'a', done: 0, steps: 9 },
    })
    const noted = foldGrades(again, {
      kind: 'note',
      note: { answerId: 'a', note: 'No.' },
      writer: 'w',
    })
    expect(noted.states.get('a')).toMatchObject({ kind: 'grading' })
    expect(noted.notes.get('a')).toEqual({ note: 'No.', writer: 'w' })
    expect(all.states.get('a')).toMatchObject({ kind: 'graded' })
  })
})
