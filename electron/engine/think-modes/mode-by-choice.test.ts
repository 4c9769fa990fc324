import { expect, test } from 'vitest'
import { modeByChoice } from './mode-by-choice.ts'

test.each([
  ['from the middle on by what the model says alone', 0, 0.5, false, 'think'],
  ['just below it', 0, 0.4999, false, 'quick'],
  ['a bias moves where thinking begins (the worked example)', -1, 0.7311, false, 'think'],
  ['just below that', -1, 0.731, false, 'quick'],
  ['a large bias decides whatever the model says', -100, 1, false, 'quick'],
  ['the other way round', 0, 0.9, true, 'quick'],
  ['the other way round, quick', 0, 0.1, true, 'think'],
] as const)('%s', (_what, bias, pThink, isFlipped, mode) => {
  expect(modeByChoice({ bias, weight: 1, isFlipped }, pThink)).toBe(mode)
})
