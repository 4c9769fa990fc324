import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupAdvantages, interRewards, intraRewards, standardised } from './group-rewards.ts'
import type { GroupAnswer } from './group-rewards.ts'

function group(think: readonly number[], quick: readonly number[]): GroupAnswer[] {
  return [
    ...think.map((reward) => ({ mode: 'think' as const, reward })),
    ...quick.map((reward) => ({ mode: 'quick' as const, reward })),
  ]
}

describe('the reward between the modes', () => {
  test('goes to the mode that did better by more than the margin (the worked example)', () => {
    const answers = group([1, 1], [1, 0])
    expect(interRewards(answers, 0.2)).toEqual([1, 1, 0, 0])
    expect(interRewards(answers, 0.6)).toEqual([0, 0, 1, 1])
  })

  test.each([
    ['a tie goes to quick', group([1, 0], [0, 1]), 0, [0, 0, 1, 1]],
    ['a lead of exactly the margin goes to quick', group([1, 1], [1, 0]), 0.5, [0, 0, 1, 1]],
    ['quick may be better', group([0], [1]), 0, [0, 1]],
    ['a mode without answers cannot win: think', group([], [0, 0]), -5, [1, 1]],
    ['a mode without answers cannot win: quick', group([0, 0], []), 5, [1, 1]],
    ['nothing is nothing', [], 0.2, []],
  ])('%s', (_reason, answers, margin, rewards) => expect(interRewards(answers, margin)).toEqual(rewards))

  test('with rewards from 0 to 1 a margin above 1 never lets thinking win, and no margin makes it likelier', () => {
    const rewards = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 })
    const margin = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(rewards, rewards, margin, margin, (think, quick, one, other) => {
        const answers = group(think, quick)
        expect(interRewards(answers, 1.0001)[0]).toBe(0)
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        expect(interRewards(answers, high)[0]).toBeLessThanOrEqual(interRewards(answers, low)[0] ?? 0)
      }),
    )
  })
})

test('the reward within a mode goes to its best answers (the worked example)', () => {
  expect(intraRewards(group([1, 0], [0, 0]))).toEqual([1, 0, 1, 1])
})

test.each([
  ['the worked example', [1, 0], [1, -1]],
  ['equal rewards give zeros', [3, 3, 3], [0, 0, 0]],
  ['one reward gives zero', [5], [0]],
  ['none gives none', [], []],
])('rewards against their group: %s', (_reason, rewards, advantages) => {
  for (const [at, advantage] of standardised(rewards).entries())
    expect(advantage).toBeCloseTo(advantages[at] ?? Number.NaN, 4)
})

describe('the advantages of a group', () => {
  test('give the mode its own part (the worked example)', () => {
    const { tokens, mode } = groupAdvantages(group([1, 1], [0, 0]), 0.2)
    expect(tokens).toEqual([0, 0, 0, 0])
    for (const [at, advantage] of [1, 1, -1, -1].entries()) expect(mode[at]).toBeCloseTo(advantage, 4)
  })

  test('agree with the formula written out, on any table of rewards, ties included', () => {
    const reward = fc.constantFrom(0, 0.25, 0.5, 1)
    const rewards = fc.array(reward, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(rewards, rewards, fc.constantFrom(0, 0.2, 0.5, 1.1), (think, quick, margin) => {
        const { tokens, mode } = groupAdvantages(group(think, quick), margin)
        const reference = writtenOut(think, quick, margin)
        expect(tokens.length).toBe(think.length + quick.length)
        for (const [at, one] of reference.entries()) {
          expect(tokens[at]).toBeCloseTo(one.tokens, 9)
          expect(mode[at]).toBeCloseTo(one.mode, 9)
        }
      }),
    )
  })

  test('α scales the part of the mode alone', () => {
    const answers = group([1, 0], [0, 0])
    const [one, double] = [groupAdvantages(answers, 0), groupAdvantages(answers, 0, 2)]
    expect(double.tokens).toEqual(one.tokens)
    expect(double.mode).toEqual(one.mode.map((advantage) => 2 * advantage))
  })
})

/** Equations 8 to 10 once more, in loops and sharing no code with what is tested. */
function writtenOut(think: readonly number[], quick: readonly number[], margin: number) {
  let sumThink = 0
  for (const reward of think) sumThink += reward
  let sumQuick = 0
  for (const reward of quick) sumQuick += reward
  const thinks = sumThink / think.length > sumQuick / quick.length + margin
  const rows: { intra: number; inter: number }[] = []
  for (const reward of think) rows.push({ intra: +(reward === Math.max(...think)), inter: +thinks })
  for (const reward of quick) rows.push({ intra: +(reward === Math.max(...quick)), inter: +!thinks })
  const against = (key: 'intra' | 'inter') => {
    const n = rows.length
    let sum = 0
    let squares = 0
    for (const row of rows) sum += row[key]
    for (const row of rows) squares += (row[key] - sum / n) ** 2
    return (value: number) => (value - sum / n) / (Math.sqrt(squares / n) + 1e-6)
  }
  const [intra, inter] = [against('intra'), against('inter')]
  return rows.map((row) => ({ tokens: intra(row.intra), mode: inter(row.inter) }))
}
