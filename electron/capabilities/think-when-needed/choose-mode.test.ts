import { describe, expect, test } from 'vitest'
import { chooseMode } from './choose-mode.ts'

const sure = { pThink: 0.97, by: 'own-decision', ms: 4, readTokens: 12 } as const

describe('chooseMode', () => {
  test('thinks when the model holds a thought to be likely (the worked example)', () => {
    expect(chooseMode('auto', true, sure)).toEqual({
      mode: 'think',
      by: 'own-decision',
      pThink: 0.97,
      ms: 4,
    })
  })

  test.each([
    ['the middle counts as think', 0.5, 'think'],
    ['just under the middle is quick', 0.4999, 'quick'],
    ['nothing speaks for thinking', 0, 'quick'],
    ['everything speaks for thinking', 1, 'think'],
  ] as const)('%s', (_reason, pThink, mode) => {
    expect(chooseMode('auto', true, { ...sure, pThink }).mode).toBe(mode)
  })

  test.each(['think', 'quick'] as const)('does what the person chose: %s', (mode) => {
    expect(chooseMode(mode, true, null)).toEqual({ mode, by: 'person', pThink: null, ms: null })
  })

  test('asks a model without a thought channel for its steps when the person wants them', () => {
    const route = chooseMode('think', false, null)
    expect(route).toEqual({ mode: 'think', by: 'person', pThink: null, ms: null, inSteps: true })
  })

  test.each(['auto', 'quick'] as const)(
    'says plainly that a model without a thought channel had no choice (%s)',
    (asked) => {
      expect(chooseMode(asked, false, null)).toMatchObject({ mode: 'plain', by: 'only-choice' })
    },
  )
})
