import { describe, expect, test } from 'vitest'
import { scriptedJudge } from './scripted-judge.ts'
import { countVotes, majorityAccuracy, type Vote } from './voting.ts'

const sure = (...votes: readonly Vote[]) => votes.map((vote) => ({ vote }))

describe('the majority', () => {
  test('of three that are each right in seven of ten is right in 784 of 1000 (the worked example)', () => {
    expect(majorityAccuracy(0.7, 3)).toBeCloseTo(0.784, 10)
  })

  test.each([
    ['one vote is as good as itself', 0.7, 1, 0.7],
    ['chance stays chance', 0.5, 5, 0.5],
    ['certain stays certain', 1, 5, 1],
  ])('%s', (_reason, pRight, votes, expected) => {
    expect(majorityAccuracy(pRight, votes)).toBeCloseTo(expected, 10)
  })

  test.each([1, 3, 5, 9])('of %i votes of a noisy judge is right as often as the binomial says', (votes) => {
    const judge = scriptedJudge({ scores: [1, 0], sharpness: Math.log(0.7 / 0.3), orderBias: 0, seed: votes })
    const rounds = 4000
    let right = 0
    for (let round = 0; round < rounds; round += 1) {
      const forFirst = Array.from({ length: votes }, () => judge.vote(0, 1)).filter(
        (vote) => vote === 'first',
      )
      if (forFirst.length > votes / 2) right += 1
    }
    const expected = majorityAccuracy(0.7, votes)
    // Four standard errors.
    expect(Math.abs(right / rounds - expected)).toBeLessThan(
      4 * Math.sqrt((expected * (1 - expected)) / rounds),
    )
  })
})

describe('votes in both orders', () => {
  test('are averaged (the worked example)', () => {
    expect(countVotes({ asGiven: sure('first', 'first'), swapped: sure('first', 'second') })).toMatchObject({
      pFirst: 0.75,
      firstPlaceBias: 0.5,
      isConsistent: false,
    })
  })

  test('count as much as the judge was sure of them (the worked example)', () => {
    const counted = countVotes({
      asGiven: [{ vote: 'first', chance: 0.9 }],
      swapped: [{ vote: 'second', chance: 0.7 }],
    })
    expect(counted.pFirst).toBeCloseTo(0.6)
    expect(counted).toMatchObject({ isConsistent: false, agreement: 0.5 })
  })

  test.each([
    ['both for the first', ['first'], ['first'], { pFirst: 1, isConsistent: true, firstPlaceBias: 0 }],
    [
      'always whoever stands first',
      ['first'],
      ['second'],
      { pFirst: 0.5, isConsistent: false, firstPlaceBias: 1 },
    ],
    [
      'always whoever stands second',
      ['second'],
      ['first'],
      { pFirst: 0.5, isConsistent: false, firstPlaceBias: -1 },
    ],
    ['one order abstained', ['second'], [null], { pFirst: 0, isConsistent: null, abstained: 1 }],
    ['both abstained', [null], [null], { pFirst: 0.5, isConsistent: null, agreement: 0, abstained: 2 }],
    [
      'two to one',
      ['first', 'first', 'second'],
      ['first', 'first', 'first'],
      { isConsistent: true, agreement: 5 / 6 },
    ],
  ] as const)('%s', (_reason, asGiven, swapped, counted) => {
    expect(countVotes({ asGiven: sure(...asGiven), swapped: sure(...swapped) })).toMatchObject(counted)
  })

  test('cancel a bias for the first place and report it', () => {
    const bias = 0.2
    const judge = scriptedJudge({ scores: [0, 0], sharpness: 1, orderBias: bias, seed: 3 })
    const count = 4000
    const asGiven = Array.from({ length: count }, () => judge.vote(0, 1))
    const swapped = Array.from({ length: count }, () => judge.vote(0, 1, true))
    const { pFirst, firstPlaceBias } = countVotes({ asGiven: sure(...asGiven), swapped: sure(...swapped) })
    // Equal answers: as given 0.7 are for the first, swapped 0.3.
    expect(Math.abs(pFirst - 0.5)).toBeLessThan(0.03)
    expect(Math.abs((firstPlaceBias ?? 0) - 2 * bias)).toBeLessThan(0.05)
    const alone = asGiven.filter((vote) => vote === 'first').length / count
    expect(alone).toBeGreaterThan(0.65)
  })
})
