import { describe, expect, test } from 'vitest'
import { routeReason, routeWords } from './route-words.ts'

const done = { thoughtTokens: 12, isRunning: false }

describe('routeWords', () => {
  test.each([
    [{ mode: 'quick', by: 'own-decision', pThink: 0.04, ms: 12 }, 'Quick: 96 % sure no thinking is needed'],
    [{ mode: 'think', by: 'yes-no', pThink: 0.97, ms: 12 }, 'Thought: it helps here, 97 % sure'],
    [{ mode: 'think', by: 'person', pThink: null, ms: null }, 'Thought · chosen by you'],
    [{ mode: 'quick', by: 'person', pThink: null, ms: null }, 'Quick · chosen by you'],
    [{ mode: 'plain', by: 'only-choice', pThink: null, ms: null }, 'Plain answer'],
    [{ mode: 'quick', by: 'yes-no', pThink: null, ms: 3 }, 'Quick'],
    [{ mode: 'think', by: 'person', pThink: null, ms: null, inSteps: true }, 'Step by step · chosen by you'],
    [
      { mode: 'quick', by: 'router', pThink: 0.9, ms: 1, version: 2, explored: true },
      'Quick: a try, to learn how it goes',
    ],
    [
      { mode: 'think', by: 'router', pThink: 0.2, ms: 1, unsure: { confidence: 0.61, threshold: 0.8 } },
      'Thought after all: the quick answer came out unsure',
    ],
  ] as const)('%j reads %s', (route, words) => {
    expect(routeWords(route, done)).toBe(words)
  })

  test('a thought is named after the strongest claim about the question that spoke for it', () => {
    const signals = [
      { says: 'it is in English', weight: -0.9 },
      { says: 'what the model leans to', weight: 0.8 },
      { says: 'it calculates', weight: 0.5 },
    ]
    const route = { mode: 'think', by: 'router', pThink: 0.93, ms: 1, version: 1, signals } as const
    expect(routeWords(route, done)).toBe('Thought: it calculates, 93 % sure')
    expect(routeWords(route, { thoughtTokens: 0, isRunning: true })).toBe(
      'Thinking: it calculates, 93 % sure',
    )
  })
})

describe('routeReason', () => {
  test('gives the number as it was measured', () => {
    expect(routeReason({ mode: 'think', by: 'own-decision', pThink: 0.973, ms: 12 })).toContain('of 0.97')
    expect(routeReason({ mode: 'think', by: 'yes-no', pThink: 0.9993, ms: 12 })).toContain('above 0.99')
    expect(routeReason({ mode: 'quick', by: 'yes-no', pThink: 0.0002, ms: 12 })).toContain('below 0.01')
  })

  test('says which version of what was learned chose', () => {
    expect(routeReason({ mode: 'quick', by: 'router', pThink: 0.04, ms: 1, version: 3 })).toContain(
      'version 3',
    )
  })

  test('says plainly that the less likely way was tried', () => {
    const route = { mode: 'quick', by: 'router', pThink: 0.9, ms: 1, explored: true } as const
    expect(routeReason(route)).toContain('Auto leant to a thought and tried a quick answer')
  })

  test('says how unsure a quick answer was before it was thought about after all', () => {
    const unsure = { confidence: 0.612, threshold: 0.8 }
    const reason = routeReason({ mode: 'think', by: 'own-decision', pThink: 0.2, ms: 1, unsure })
    expect(reason).toContain('0.61')
    expect(reason).toContain('so it thought after all')
  })
})
