import { expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { leaderboard, type Met, type PairVote } from './leaderboard.ts'

const met = (human: PairVote | null, judge: PairVote | null = null): Met => ({
  first: 0,
  second: 1,
  human,
  judge,
})

test('the example: three wins of four stand at 1082 and 918, and the judge agrees in one of two', () => {
  const { standings, agreement } = leaderboard(2, [
    met('first', 'first'),
    met('first'),
    met('first'),
    met('second', 'first'),
  ])
  expect(standings.map(({ human }) => Math.round(human?.rating ?? 0))).toEqual([1082, 918])
  expect(standings[0]).toMatchObject({ wins: 3, losses: 1, ties: 0, bothBad: 0 })
  expect(standings[1]).toMatchObject({ wins: 1, losses: 3 })
  expect(standings[0]?.judge?.n).toBe(2)
  expect(agreement).toMatchObject({ share: 0.5, kappa: 0, n: 2 })
})

test('without votes there is no rating and no agreement', () => {
  const { standings, agreement } = leaderboard(2, [met(null, 'first'), met(null)])
  expect(standings.map(({ human }) => human)).toEqual([null, null])
  expect(standings[0]?.judge?.rating).toBeGreaterThan(1000)
  expect(agreement).toBeNull()
})

test('two bad answers move nobody, are counted, and agree with a tie of the judge', () => {
  const { standings, agreement } = leaderboard(2, [met('both-bad', 'tie'), met('first', 'first')])
  expect(standings[0]).toMatchObject({ wins: 1, bothBad: 1 })
  expect(standings[1]).toMatchObject({ losses: 1, bothBad: 1 })
  expect(agreement).toMatchObject({ share: 1, kappa: 1, n: 2 })
})

test('the order of the strong comes out of many votes, and 19 of 20 intervals hold the truth', () => {
  const random = seededRandom(7)
  const strengths = [1.2, 0.4, -0.4, -1.2]
  const draw = (rounds: number): Met[] =>
    Array.from({ length: rounds }, (): Met => {
      const first = Math.floor(random() * 4)
      const second = (first + 1 + Math.floor(random() * 3)) % 4
      const chance = 1 / (1 + Math.exp((strengths[second] ?? 0) - (strengths[first] ?? 0)))
      return { first, second, human: random() < chance ? 'first' : 'second', judge: null }
    })
  const ratings = leaderboard(4, draw(1200)).standings.map(({ human }) => human?.rating ?? 0)
  expect(ratings.toSorted((a, b) => b - a)).toEqual(ratings)

  const held = Array.from({ length: 100 }, () => leaderboard(4, draw(200)).standings).flatMap((standings) =>
    standings.map(({ human }, at) => {
      const truth = 1000 + ((strengths[at] ?? 0) * 400) / Math.LN10
      return human !== null && human.low < truth && truth < human.high
    }),
  )
  const coverage = held.filter(Boolean).length / held.length
  expect(coverage).toBeGreaterThan(0.92)
  expect(coverage).toBeLessThan(0.98)
})
