import { describe, expect, test } from 'vitest'
import { routeHover, routeReason, routeWords } from './route-words.ts'

describe('routeWords', () => {
  test.each([
    [{ mode: 'quick', by: 'own-decision', pThink: 0.04, ms: 12 }, 'Quick · 96 % sure'],
    [{ mode: 'think', by: 'yes-no', pThink: 0.97, ms: 12 }, 'Thought · 97 % sure'],
    [{ mode: 'think', by: 'person', pThink: null, ms: null }, 'Thought · chosen by you'],
    [{ mode: 'quick', by: 'person', pThink: null, ms: null }, 'Quick · chosen by you'],
    [{ mode: 'quick', by: 'router', pThink: 0.04, ms: 1, version: 2 }, 'Quick · 96 % sure'],
    [{ mode: 'think', by: 'router', pThink: 0.1, ms: 1, explored: true }, 'Thought · tried, to learn'],
    [
      { mode: 'think', by: 'router', pThink: 0.1, ms: 1, unsure: { confidence: 0.42, threshold: 0.6 } },
      'Thought · a quick answer was unsure',
    ],
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

test('hovering tells what counted, the strongest first', () => {
  const signals = [
    { says: 'what the model leans to', weight: 7.5 },
    { says: '“hello”', weight: -0.8 },
  ]
  const words = routeHover({ mode: 'think', by: 'router', pThink: 0.97, ms: 1, version: 1, signals })
  expect(words.split('\n').slice(1)).toEqual([
    'What counted, + for thinking:',
    '+7.5  what the model leans to',
    '−0.8  “hello”',
  ])
})

test('an unsure quick answer is told with both numbers', () => {
  const unsure = { confidence: 0.42, threshold: 0.6 }
  const words = routeReason({ mode: 'think', by: 'router', pThink: 0.1, ms: 1, unsure })
  expect(words).toMatch(/0\.42.*0\.60.*thought after all/)
})
