import { describe, expect, test } from 'vitest'
import { routeReason, routeWords } from './route-words.ts'

describe('routeWords', () => {
  test.each([
    [{ mode: 'quick', by: 'own-decision', pThink: 0.04, ms: 12 }, 'Quick · 96 % sure'],
    [{ mode: 'think', by: 'yes-no', pThink: 0.97, ms: 12 }, 'Thought · 97 % sure'],
    [{ mode: 'think', by: 'person', pThink: null, ms: null }, 'Thought · chosen by you'],
    [{ mode: 'quick', by: 'person', pThink: null, ms: null }, 'Quick · chosen by you'],
    [{ mode: 'plain', by: 'only-choice', pThink: null, ms: null }, 'Plain answer'],
    [{ mode: 'quick', by: 'yes-no', pThink: null, ms: 3 }, 'Quick'],
    [{ mode: 'think', by: 'person', pThink: null, ms: null, inSteps: true }, 'Step by step · chosen by you'],
  ] as const)('%j reads %s', (route, words) => {
    expect(routeWords(route, 12)).toBe(words)
  })
})

test('the reason gives the number as it was measured', () => {
  expect(routeReason({ mode: 'think', by: 'own-decision', pThink: 0.973, ms: 12 })).toContain('of 0.97')
  expect(routeReason({ mode: 'think', by: 'yes-no', pThink: 0.9993, ms: 12 })).toContain('above 0.99')
  expect(routeReason({ mode: 'quick', by: 'yes-no', pThink: 0.0002, ms: 12 })).toContain('below 0.01')
})
