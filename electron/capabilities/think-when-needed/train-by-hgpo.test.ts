import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Weights } from '../../math/logistic-policy.ts'
import { DEFAULT_MARGIN, probabilityOfThinking, startWeights } from './policy.ts'
import {
  examplesOf,
  hgpoGradient,
  hgpoObjective,
  hgpoOptions,
  trainByHgpo,
  type SampledQuestion,
} from './train-by-hgpo.ts'

const won = (mode: 'think' | 'quick', by = 1): SampledQuestion['answers'] => [
  { mode: 'think', reward: mode === 'think' ? by : 0 },
  { mode: 'quick', reward: mode === 'quick' ? by : 0 },
]

test('learns which trait thinking goes with (the worked example)', () => {
  const weights = trainByHgpo(
    [
      { features: { always: 1, hard: 1 }, answers: won('think') },
      { features: { always: 1 }, answers: won('quick') },
    ],
    startWeights,
  )
  expect(probabilityOfThinking(weights, { always: 1, hard: 1 }, DEFAULT_MARGIN)).toBeGreaterThan(0.7)
  expect(probabilityOfThinking(weights, { always: 1 }, DEFAULT_MARGIN)).toBeLessThan(0.3)
})

test('nothing sampled teaches nothing', () => expect(trainByHgpo([], startWeights)).toBe(startWeights))

describe('the gradient of the objective', () => {
  const number = fc.double({ min: -1.5, max: 1.5, noNaN: true })
  const weights = fc.record({ a: number, b: number, margin: fc.double({ min: 0, max: 2, noNaN: true }) })
  const reward = fc.constantFrom(0, 0.5, 1)
  const question = fc.record({
    features: fc.record({ a: number, b: number }),
    answers: fc.tuple(reward, reward, reward, reward).map(([t1, t2, q1, q2]) => [
      { mode: 'think' as const, reward: t1 },
      { mode: 'think' as const, reward: t2 },
      { mode: 'quick' as const, reward: q1 },
      { mode: 'quick' as const, reward: q2 },
    ]),
  })

  test('is its slope, measured with small steps, away from the corners of the clip', () => {
    let checked = 0
    fc.assert(
      fc.property(
        fc.array(question, { minLength: 1, maxLength: 3 }),
        weights,
        weights,
        weights,
        (questions, now, old, reference) => {
          const examples = examplesOf(questions, [0, 0.5])
          const options = { ...hgpoOptions, divergence: 0.3, decay: 0.1 }
          const at = (by: Weights) => hgpoObjective(examples, { weights: by, old, reference }, options)
          const gradient = hgpoGradient(examples, { weights: now, old, reference }, options)
          for (const name of ['a', 'b', 'margin'] as const) {
            const step = (by: number): number => at({ ...now, [name]: now[name] + by })
            const right = (step(1e-5) - step(0)) / 1e-5
            const left = (step(0) - step(-1e-5)) / 1e-5
            // At a corner of the clip there is no slope to compare with.
            if (Math.abs(right - left) > 1e-2) continue
            expect(gradient[name]).toBeCloseTo((right + left) / 2, 3)
            checked += 1
          }
        },
      ),
    )
    expect(checked).toBeGreaterThan(200)
  })
})

test('a larger margin never makes thinking likelier, and above 1 it never thinks, whatever was learned', () => {
  const gains = [0, 0.25, 0.5, 0.75, 1]
  const questions = gains.flatMap((gain, at) => [
    { features: { always: 1, [`kind${at}`]: 1 }, answers: won('think', gain) },
    { features: { always: 1, [`kind${at}`]: 1 }, answers: won('think', gain) },
  ])
  const weights = trainByHgpo(questions, startWeights)
  const margins = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1]
  const shares = margins.map((margin) => {
    const chances = questions.map(({ features }) => probabilityOfThinking(weights, features, margin))
    return chances.filter((chance) => chance >= 0.5).length / chances.length
  })
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
  expect(shares[0]).toBeGreaterThan(0.5)
  expect(shares.at(-1)).toBe(0)
})
