import { expect, test } from 'vitest'
import { modeNoteOf, nextMode } from './mode-control.tsx'

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

test.each([
  ['quick', true, true, /cannot switch its thoughts off/],
  ['think', true, true, null],
  ['quick', true, false, null],
  ['auto', false, false, /no thoughts of its own/],
] as const)('%s where it thinks: %s, always: %s, is explained', (mode, canThink, alwaysThinks, note) => {
  const words = modeNoteOf(mode, { canThink, alwaysThinks })
  if (note === null) expect(words).toBeNull()
  else expect(words).toMatch(note)
})
