import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unsureThreshold } from './unsure-threshold.ts'

const answer = (confidence: number, reward: number, withThought = 1) => ({ confidence, reward, withThought })

test('lies between a wrong answer and a surer right one (the worked example)', () => {
  expect(unsureThreshold([answer(0.4, 0), answer(0.9, 1)], 0.2)).toBeCloseTo(0.65)
})

test.each([
  ['nothing is sampled', []],
  ['all are right', [answer(0.4, 1), answer(0.9, 1)]],
  ['thinking is no better', [answer(0.4, 0, 0)]],
  ['thinking is better by less than the margin', [answer(0.4, 0, 0.1)]],
])('trusts every answer where %s', (_reason, answers) => expect(unsureThreshold(answers, 0.2)).toBe(0))

test('no other threshold gains more, found by trying them', () => {
  const one = fc.record({
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    reward: fc.constantFrom(0, 1),
    withThought: fc.constantFrom(0, 0.5, 1),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (answers) => {
      const gainAt = (threshold: number): number =>
        answers.reduce(
          (sum, { confidence, reward, withThought }) =>
            confidence < threshold ? sum + withThought - reward - 0.2 : sum,
          0,
        )
      const found = gainAt(unsureThreshold(answers, 0.2))
      for (let at = 0; at <= 100; at += 1) expect(found).toBeGreaterThanOrEqual(gainAt(at / 100) - 1e-6)
    }),
  )
})
