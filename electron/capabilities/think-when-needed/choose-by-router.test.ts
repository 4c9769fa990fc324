import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { chooseByRouter } from './choose-by-router.ts'
import type { RoutePolicy } from '../router-seat.ts'
import { modeByChoice } from '../../engine/think-modes/mode-by-choice.ts'
import { untaught } from './index.ts'

const question = { text: 'What is 347 + 585?', hasImages: false, earlier: 0 }
const never = () => 0.999

/** Chosen as the engine does it. */
function choose(router: RoutePolicy, pThink: number, random: () => number) {
  const { choice, madeOf } = chooseByRouter(router, question, 'own-decision', random)
  return madeOf({ pThink, by: 'own-decision' }, modeByChoice(choice, pThink))
}

describe('a router that has learned nothing', () => {
  test.each([
    ['the middle counts as think', 0.5, 'think'],
    ['just under the middle is quick', 0.4999, 'quick'],
    ['nothing speaks for thinking', 0, 'quick'],
    ['everything speaks for thinking', 1, 'think'],
  ] as const)('does what the model leans to: %s', (_reason, pThink, mode) => {
    const choice = choose(untaught, pThink, never)
    expect(choice).toMatchObject({ mode, explored: false, taken: 1 })
    expect(choice.pThink).toBeCloseTo(pThink, 3)
  })

  test('does not explore', () => {
    const eager = { ...untaught, exploration: 0.5 }
    expect(choose(eager, 0.9, () => 0)).toMatchObject({ mode: 'think', taken: 1 })
  })
})

describe('exploring', () => {
  const curious = { ...untaught, version: 1, exploration: 0.1 }
  test('takes the other mode at the stated rate, and says how likely that was', () => {
    const random = seededRandom(5)
    const choices = Array.from({ length: 4000 }, () => choose(curious, 0.9, random))
    const tried = choices.filter(({ explored }) => explored)
    expect(tried.length / choices.length).toBeGreaterThan(0.08)
    expect(tried.length / choices.length).toBeLessThan(0.12)
    expect(tried[0]).toMatchObject({ mode: 'quick', taken: 0.1 })
    expect(choices.find(({ explored }) => !explored)).toMatchObject({ mode: 'think', taken: 0.9 })
  })

  test('never happens with a rate of 0, nor above a margin of 1, where it never thinks', () => {
    expect(choose({ ...curious, exploration: 0 }, 0.9, () => 0).explored).toBe(false)
    const thrifty = { ...curious, margin: 1.01 }
    expect(choose(thrifty, 1, () => 0)).toMatchObject({ mode: 'quick', pThink: 0 })
  })
})

test('tells what counted most first, words by name', () => {
  const sum = choose(untaught, 1, never)
  expect(sum.signals[0]).toEqual({ says: 'what the model leans to', weight: 8 })
  const box = Object.keys(sum.features).filter((name) => name.startsWith('word:'))
  const weights = { ...untaught.weights, [box[0] ?? '']: -9 }
  const learned = choose({ ...untaught, version: 2, weights }, 1, never)
  expect(learned.signals[0]).toMatchObject({ weight: -9 })
  expect(learned.signals[0]?.says).toMatch(/“/)
  expect(learned.mode).toBe('quick')
})

test('the engine, which knows but a line, chooses as the policy does', () => {
  const random = seededRandom(3)
  const boxes = Object.keys(choose(untaught, 0.5, never).features)
  for (let round = 0; round < 200; round += 1) {
    const weights = Object.fromEntries([...boxes, 'margin'].map((name) => [name, 4 * random() - 2]))
    const margin = 1.2 * random()
    const router = { ...untaught, version: 1, weights: { ...weights, margin: 3 * random() }, margin }
    const choice = choose(router, random(), never)
    expect(choice.mode).toBe(choice.pThink >= 0.5 ? 'think' : 'quick')
  }
})
