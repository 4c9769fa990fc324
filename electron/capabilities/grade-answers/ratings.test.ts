import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { eloRatings } from './elo.ts'
import type { Match } from './knockout.ts'
import { roundRobin, schedule } from './round-robin.ts'
import { scriptedJudge } from './scripted-judge.ts'

const sizes = Array.from({ length: 16 }, (_, index) => index + 2)

function orderOf(ratings: readonly number[]): number[] {
  return [...ratings.keys()].toSorted((one, other) => (ratings[other] ?? 0) - (ratings[one] ?? 0))
}

describe('a round robin', () => {
  test('of four has three rounds (the worked example)', () => {
    expect(schedule(4).map(({ round, first, second }) => `${round}: ${first}-${second}`)).toEqual([
      '1: 0-3',
      '1: 1-2',
      '2: 0-2',
      '2: 3-1',
      '3: 0-1',
      '3: 2-3',
    ])
  })

  test.each(sizes)('of %i pairs everyone with everyone once, at most one match each a round', (count) => {
    const pairings = schedule(count)
    expect(pairings).toHaveLength((count * (count - 1)) / 2)
    const names = pairings.map(({ first, second }) => [first, second].toSorted((a, b) => a - b).join('-'))
    expect(new Set(names).size).toBe(names.length)
    for (const round of new Set(pairings.map((pairing) => pairing.round))) {
      const playing = pairings
        .filter((each) => each.round === round)
        .flatMap((each) => [each.first, each.second])
      expect(new Set(playing).size).toBe(playing.length)
    }
  })
})

describe('ratings', () => {
  test('by Elo: one match moves both by half of K (the worked example)', () => {
    expect(eloRatings(2, [{ round: 1, first: 0, second: 1, pFirst: 1, winner: 0 }])).toEqual([1016, 984])
  })

  test('by Bradley and Terry: three of four are worth 82 points with the prior (the worked example)', () => {
    const won = { first: 0, second: 1, pFirst: 1 }
    const [one, other] = bradleyTerry(2, [won, won, won, { ...won, pFirst: 0 }])
    expect(one?.rating).toBeCloseTo(1082.4, 1)
    expect(other?.rating).toBeCloseTo(917.6, 1)
    expect(one?.n).toBe(4)
    expect(one?.low).toBeLessThan(1000)
  })

  test.each([3, 8, 16])('of %i recover the hidden order when the judge is right', async (count) => {
    const random = seededRandom(count)
    const scores = Array.from({ length: count }, () => random())
    const judge = scriptedJudge({ scores, sharpness: Infinity, orderBias: 0, seed: 1 })
    const matches = await roundRobin(count, async (a, b) => (judge.vote(a, b) === 'first' ? 1 : 0))
    expect(orderOf(eloRatings(count, matches))).toEqual(orderOf(scores))
    expect(orderOf(bradleyTerry(count, matches).map(({ rating }) => rating))).toEqual(orderOf(scores))
    expect(judge.asked()).toBe((count * (count - 1)) / 2)
  })

  test('do not depend on the order of the matches', () => {
    const random = seededRandom(9)
    const matches: Match[] = schedule(6).map((pairing) => {
      const pFirst = random()
      return { ...pairing, pFirst, winner: pFirst >= 0.5 ? pairing.first : pairing.second }
    })
    const forwards = eloRatings(6, matches)
    const backwards = eloRatings(6, matches.toReversed(), 2)
    forwards.forEach((rating, index) => expect(Math.abs(rating - (backwards[index] ?? 0))).toBeLessThan(1.5))
    const one = bradleyTerry(6, matches)
    const other = bradleyTerry(6, matches.toReversed())
    one.forEach(({ rating }, index) => expect(rating).toBeCloseTo(other[index]?.rating ?? 0, 4))
  })

  test('recover hidden strengths within their intervals as often as they say', () => {
    // Strengths 0.6 apart on the natural scale: 104 points.
    const hidden = [0.9, 0.3, -0.3, -0.9]
    const random = seededRandom(4)
    let inside = 0
    let all = 0
    for (let world = 0; world < 60; world += 1) {
      const comparisons = Array.from({ length: 40 }, () =>
        schedule(4).map(({ first, second }) => {
          const chance = 1 / (1 + Math.exp((hidden[second] ?? 0) - (hidden[first] ?? 0)))
          return { first, second, pFirst: random() < chance ? 1 : 0 }
        }),
      ).flat()
      for (const [index, { low, high }] of bradleyTerry(4, comparisons).entries()) {
        const truth = 1000 + (400 / Math.LN10) * (hidden[index] ?? 0)
        inside += low <= truth && truth <= high ? 1 : 0
        all += 1
      }
    }
    // 95 % of 240, give or take; the prior draws a little to the middle.
    expect(inside / all).toBeGreaterThan(0.9)
    expect(inside / all).toBeLessThan(1)
  })

  test('of whoever never lost are finite, with a wide interval', () => {
    const [best] = bradleyTerry(2, [{ first: 0, second: 1, pFirst: 1 }])
    expect(best?.rating).toBeGreaterThan(1000)
    expect((best?.high ?? 0) - (best?.low ?? 0)).toBeGreaterThan(400)
  })
})
