import { expect, test } from 'vitest'
import { sameWords } from './same-words.ts'

test.each([
  ['emphasis and a full stop (the worked example)', '**932**.', '932', true],
  ['case and spacing', 'It  is\nParis', 'it is paris', true],
  ['a point inside a number', '9.32', '932', false],
  ['a sign', '-5', '5', false],
  ['a question', 'Paris?', 'Paris', false],
])('%s', (_reason, one, other, same) => {
  expect(sameWords(one, other)).toBe(same)
})
