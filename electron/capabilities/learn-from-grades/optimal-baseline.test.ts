import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opoAdvantages, optimalBaseline } from './optimal-baseline.ts'

const two = [
  { reward: 1, length: 30 },
  { reward: 0, length: 10 },
]

test('the worked examples', () => {
  expect(optimalBaseline(two)).toBe(0.75)
  expect(opoAdvantages(two)).toEqual([0.25, -0.75])
})

test.each([
  ['one alone teaches nothing', [{ reward: 1, length: 30 }], [0]],
  ['one alone without a length teaches nothing', [{ reward: 1, length: 0 }], [0]],
  ['without lengths rewards stand for themselves', [1, 0].map((reward) => ({ reward, length: 0 })), [1, 0]],
  ['equal lengths make it the mean', [1, 0].map((reward) => ({ reward, length: 7 })), [0.5, -0.5]],
  ['equal rewards give zeros', [3, 9].map((length) => ({ reward: 1, length })), [0, 0]],
  ['none gives none', [], []],
])('%s', (_reason, group, advantages) => expect(opoAdvantages(group)).toEqual(advantages))

test('agrees with the formula written out, on any group with a length', () => {
  const one = fc.record({
    reward: fc.double({ min: -1, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 500 }),
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 2, maxLength: 8 }), (group) => {
      let weighted = 0
      let total = 0
      for (const { reward, length } of group) {
        weighted += reward * length
        total += length
      }
      fc.pre(total > 0)
      for (const [at, advantage] of opoAdvantages(group).entries())
        expect(advantage).toBeCloseTo((group[at]?.reward ?? Number.NaN) - weighted / total, 9)
    }),
  )
})
