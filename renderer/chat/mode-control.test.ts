import { expect, test } from 'vitest'
import { nextMode } from './mode-control.tsx'

test.each([
  ['auto', true, 'think'],
  ['think', true, 'quick'],
  ['quick', true, 'auto'],
  ['auto', false, 'think'],
  ['think', false, 'auto'],
  // Chosen for a model that thinks: the same as Auto here.
  ['quick', false, 'think'],
] as const)('after %s (thinks: %s) comes %s', (mode, canThink, next) => {
  expect(nextMode(mode, canThink)).toBe(next)
})
