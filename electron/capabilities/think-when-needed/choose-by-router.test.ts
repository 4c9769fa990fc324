import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../math/seeded-random.ts'
import { chooseByRouter } from './choose-by-router.ts'
import { untaught } from './index.ts'

const question = { text: 'What is 347 + 585?', hasImages: false, earlier: 0 }
const view = (pThink: number) => ({ pThink, by: 'own-decision' as const })
const never = () => 0.999

describe('a router that has learned nothing', () => {
  test.each([
    ['the middle counts as think', 0.5, 'think'],
    ['just under the middle is quick', 0.4999, 'quick'],
    ['nothing speaks for thinking', 0, 'quick'],
    ['everything speaks for thinking', 1, 'think'],
  ] as const)('does what the model leans to: %s', (_reason, pThink, mode) => {
    const choice = chooseByRouter(untaught, question, view(pThink), never)
    expect(choice).toMatchObject({ mode, explored: false, taken: 1 })
    expect(choice.pThink).toBeCloseTo(pThink, 3)
  })

  test('does not explore', () => {
    const eager = { ...untaught, exploration: 0.5 }
    expect(chooseByRouter(eager, question, view(0.9), () => 0)).toMatchObject({ mode: 'think', taken: 1 })
  })
})

describe('exploring', () => {
  const curious = { ...untaught, version: 1, exploration: 0.1 }
  test('takes the other mode at the stated rate, and says how likely that was', () => {
    const random = seededRandom(5)
    const choices = Array.from({ length: 4000 }, () => chooseByRouter(curious, question, view(0.9), random))
    const tried = choices.filter(({ explored }) => explored)
    expect(tried.length / choices.length).toBeGreaterThan(0.08)
    expect(tried.length / choices.length).toBeLessThan(0.12)
    expect(tried[0]).toMatchObject({ mode: 'quick', taken: 0.1 })
    expect(choices.find(({ explored }) => !explored)).toMatchObject({ mode: 'think', taken: 0.9 })
  })

  test('never happens with a rate of 0, nor above a margin of 1, where it never thinks', () => {
    expect(chooseByRouter({ ...curious, exploration: 0 }, question, view(0.9), () => 0).explored).toBe(false)
    const thrifty = { ...curious, margin: 1.01 }
    expect(chooseByRouter(thrifty, question, view(1), () => 0)).toMatchObject({ mode: 'quick', pThink: 0 })
  })
})

test('tells what counted most first, words by name', () => {
  const sum = chooseByRouter(untaught, question, view(1), never)
  expect(sum.signals[0]).toEqual({ says: 'what the model leans to', weight: 8 })
  const box = Object.keys(sum.features).filter((name) => name.startsWith('word:'))
  const weights = { ...untaught.weights, [box[0] ?? '']: -9 }
  const learned = chooseByRouter({ ...untaught, version: 2, weights }, question, view(1), never)
  expect(learned.signals[0]).toMatchObject({ weight: -9 })
  expect(learned.signals[0]?.says).toMatch(/“/)
  expect(learned.mode).toBe('quick')
})
