import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { hiddenRule, hiddenRuleWorld } from './hidden-rule.ts'

describe.each([1, 2, 3, 4, 5, 6, 7])('a rule nobody told the router (seed %i)', (seed) => {
  test('is learned from rewards alone, also when it is swapped, and is chance where there is none', () => {
    const right = hiddenRule({ seed, rule: 'think-with-marker' })
    expect(right.value).toBeGreaterThanOrEqual(0.9)
    const swapped = hiddenRule({ seed, rule: 'quick-with-marker' })
    expect(swapped.value).toBeGreaterThanOrEqual(0.9)
    const none = hiddenRule({ seed, rule: 'none' })
    expect(none.value).toBeGreaterThan(0.35)
    expect(none.value).toBeLessThan(0.65)
  })
})

test('markers are invented, differ from seed to seed, and stand in half of the questions', () => {
  const markers = [1, 2, 3, 4, 5, 6].map((seed) => hiddenRuleWorld(seededRandom(seed)).marker)
  expect(new Set(markers).size).toBe(6)
  const world = hiddenRuleWorld(seededRandom(1))
  const questions = Array.from({ length: 400 }, () => world.ask())
  const marked = questions.filter(({ text }) => text.includes(world.marker))
  expect(marked.length).toBe(questions.filter(({ isMarked }) => isMarked).length)
  expect(marked.length).toBeGreaterThan(160)
  expect(marked.length).toBeLessThan(240)
})
