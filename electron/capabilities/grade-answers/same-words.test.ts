import { expect, test } from 'vitest'
import { sameWords } from './same-words.ts'

test.each([
  ['emphasis and a full stop (the worked example)', '**932**.', '932', true],
  ['case and spacing', 'It  is\nParis', 'it is paris', true],
  ['a point inside a number', '9.32', '932', false],
  ['a sign', '-5', '5', false],
  ['a point before a number', '.5', '5', false],
  ['a factorial', '5!', '5', false],
  ['a call', 'Paris!', 'paris', true],
  ['a product', '2*3', '23', false],
  ['a product with spaces', '2 * 3', '2 3', false],
  ['a power', 'x**2', 'x*2', false],
  ['a power with spaces', 'a ** b', 'a * b', false],
  ['a power of a sum', '(a+b)**2', '(a+b)*2', false],
  ['a name with a line in it', 'a_b', 'ab', false],
  ['a square', 'x²', 'x2', false],
  ['emphasis inside a sentence', 'It is **very** `small`.', 'it is very small', true],
  ['very many points', `${'.'.repeat(200_000)}a`, 'a', false],
  ['a question', 'Paris?', 'Paris', false],
])('%s', (_reason, one, other, same) => {
  expect(sameWords(one, other)).toBe(same)
})
