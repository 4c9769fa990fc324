import { describe, expect, test } from 'vitest'
import { chooseMode } from './choose-mode.ts'
import { untaught } from './index.ts'

const made = {
  mode: 'think',
  pThink: 0.97,
  taken: 1,
  explored: false,
  features: {},
  signals: [],
  ms: 4,
} as const
const choice = { made, policy: untaught, view: 'own-decision' } as const

describe('chooseMode', () => {
  test('thinks when the model leans to a thought (the worked example)', () => {
    expect(chooseMode('auto', true, choice)).toEqual({
      mode: 'think',
      by: 'own-decision',
      pThink: 0.97,
      ms: 4,
      signals: [],
    })
  })

  test('names the router and its version once it has learned something', () => {
    const policy = { ...untaught, version: 3 }
    expect(chooseMode('auto', true, { ...choice, policy })).toMatchObject({ by: 'router', version: 3 })
    expect(chooseMode('auto', true, { ...choice, policy: { ...untaught, margin: 0.9 } }).by).toBe('router')
  })

  test('says when the less likely mode was tried', () => {
    const tried = { ...choice, made: { ...made, explored: true } }
    expect(chooseMode('auto', true, tried)).toMatchObject({ explored: true })
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
