import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { knockout, type Match } from './knockout.ts'
import { scriptedJudge } from './scripted-judge.ts'

/** Hidden worths in an order of their own. */
function hiddenScores(count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random())
}

function bestOf(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores))
}

const sizes = Array.from({ length: 16 }, (_, index) => index + 2)

describe('a knockout', () => {
  test('of five plays four matches, and who rested plays next (the worked example)', async () => {
    const matches: Match[] = []
    const best = await knockout(
      5,
      async (first) => (first === 4 ? 1 : 0),
      (match) => matches.push(match),
    )
    expect(matches.map(({ round, first, second }) => [round, first, second])).toEqual([
      [1, 0, 1],
      [1, 2, 3],
      [2, 4, 1],
      [3, 3, 4],
    ])
    expect(best).toBe(4)
  })

  test.each(sizes)('of %i finds the best in exactly n − 1 matches when the judge is right', async (count) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const scores = hiddenScores(count, seed)
      const judge = scriptedJudge({ scores, sharpness: Infinity, orderBias: 0, seed })
      const lost = new Set<number>()
      const best = await knockout(
        count,
        async (first, second) => (judge.vote(first, second) === 'first' ? 1 : 0),
        ({ first, second, winner }) => lost.add(winner === first ? second : first),
      )
      expect(best).toBe(bestOf(scores))
      expect(judge.asked()).toBe(count - 1)
      expect(lost).toEqual(new Set([...scores.keys()].filter((index) => index !== best)))
    }
  })

  test.each(sizes)('of %i lasts ⌈log₂ n⌉ rounds', async (count) => {
    let rounds = 0
    await knockout(
      count,
      async () => 1,
      ({ round }) => (rounds = Math.max(rounds, round)),
    )
    expect(rounds).toBe(Math.ceil(Math.log2(count)))
  })

  test('of one has nothing to play', async () => {
    expect(await knockout(1, () => Promise.reject(new Error('nobody to play')))).toBe(0)
  })

  test('of none is an error', async () => {
    await expect(knockout(0, async () => 1)).rejects.toThrow(RangeError)
  })

  test('that was broken off goes on where it was', async () => {
    const scores = hiddenScores(9, 5)
    const judge = scriptedJudge({ scores, sharpness: Infinity, orderBias: 0, seed: 1 })
    const play = async (first: number, second: number) => (judge.vote(first, second) === 'first' ? 1 : 0)
    const played: Match[] = []
    const stop = async (first: number, second: number) => {
      if (judge.asked() === 5) throw new Error('The judge died.')
      return play(first, second)
    }
    await expect(knockout(9, stop, (match) => played.push(match))).rejects.toThrow('died')
    expect(await knockout(9, play, () => {}, played)).toBe(bestOf(scores))
    expect(judge.asked()).toBe(8)
  })
})
