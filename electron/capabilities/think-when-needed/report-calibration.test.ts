import { expect, test } from 'vitest'
import { seededRandom, shuffled } from '../../math/seeded-random.ts'
import { learnFromCalibration, reportCalibration, type CalibratedQuestion } from './report-calibration.ts'
import { UNSURE } from './policy.ts'

/** A model that is certain to think about days, where it need not, and about sums, where it must. */
function questions(): CalibratedQuestion[] {
  const of = (kind: string, text: string, pThink: number, quick: number): CalibratedQuestion => ({
    question: { kind, text, answers: ['1'] },
    view: { pThink, by: 'own-decision' },
    sampled: { think: [{ reward: 1, tokens: 30 }], quick: [{ reward: quick, tokens: 3 }] },
    confidences: [quick === 1 ? 0.95 : 0.4],
  })
  const all = Array.from({ length: 15 }, (_, at) => [
    of('days', `Which day comes ${at} days after Monday?`, 0.9999, 1),
    of('sums', `What is ${at}47 + ${at}85?`, 0.9999, 0),
    of('capitals', `What is the capital of country ${at}?`, 0.0001, 1),
  ])
  return shuffled(all.flat(), seededRandom(1))
}

const described = {
  id: 'a',
  modelKey: 'm',
  modelName: 'M',
  finishedAt: 0,
  seed: 1,
  questions: 45,
  answersPerMode: 1,
  own: 0,
}

test('a model that is certain to think where it need not is corrected, on questions that were not learned from', () => {
  const { choosers, kinds, wrong } = reportCalibration(described, questions())
  const accuracy = Object.fromEntries(
    choosers.map(({ chooser, hybridAccuracy }) => [chooser, hybridAccuracy.value]),
  )
  expect(accuracy['router']).toBeGreaterThan(0.95)
  expect(accuracy['own-choice']).toBeCloseTo(2 / 3)
  expect(accuracy['always-think']).toBeCloseTo(1 / 3)
  expect(accuracy['always-quick']).toBeCloseTo(2 / 3)
  expect(kinds.map(({ kind }) => kind)).toEqual(['capitals', 'days', 'sums'])
  expect(wrong.length).toBeLessThanOrEqual(2)
})

test('a quick answer that is as unsure as those that were wrong is not to be trusted', () => {
  expect(learnFromCalibration(questions())[UNSURE]).toBeCloseTo(0.675)
})

test('thinks the less the larger the margin, and never above 1', () => {
  const shares = reportCalibration(described, questions()).curve.map(({ thinkShare }) => thinkShare)
  expect(shares).toEqual(shares.toSorted((one, two) => two - one))
  expect(shares[0]).toBeGreaterThan(0.2)
  expect(shares.at(-1)).toBe(0)
})

test('no interval of tokens reaches below 0, however few questions it counts', () => {
  const { choosers, kinds } = reportCalibration(described, questions().slice(0, 7))
  for (const { low } of [...choosers, ...kinds.flatMap(({ think, quick }) => [think, quick])].map(
    ({ tokens }) => tokens,
  ))
    expect(low).toBeGreaterThanOrEqual(0)
})

test('every share lies between 0 and 1, its interval too, however few questions it counts', () => {
  const { choosers, kinds, curve } = reportCalibration(described, questions().slice(0, 7))
  const shares = [
    ...choosers.flatMap(({ hybridAccuracy, accuracy, thinkShare }) => [hybridAccuracy, accuracy, thinkShare]),
    ...kinds.flatMap(({ think, quick }) => [think.accuracy, quick.accuracy]),
    ...curve.map(({ accuracy }) => accuracy),
  ]
  for (const { low, value, high } of shares) {
    expect(low).toBeGreaterThanOrEqual(0)
    expect(low).toBeLessThanOrEqual(value)
    expect(high).toBeGreaterThanOrEqual(value)
    expect(high).toBeLessThanOrEqual(1)
  }
})
