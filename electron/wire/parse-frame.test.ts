import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFrame } from './parse-frame.ts'

const problem = { code: 'a', message: 'b', remedy: 'c' }

test.each([
  [['q', 0, 'ask', { text: 'hello' }]],
  [['r', 7, undefined]],
  [['v', 7, null]],
  [['d', 7]],
  [['e', 7, problem]],
  [['x', 7]],
  [['c', 7, 32]],
  [['z']],
])('takes %j', (frame) => {
  expect(parseFrame(frame)).toEqual(frame)
})

test.each([
  ['no array', { 0: 'd', 1: 7, length: 2 }],
  ['empty', []],
  ['unknown kind', ['p', 7]],
  ['a kind that is no text', [['q'], 7, 'ask', {}]],
  ['an inherited kind', ['constructor', 7]],
  ['too short', ['q', 7, 'ask']],
  ['too long', ['d', 7, 'more']],
  ['a name that is no text', ['q', 7, { toString: 'ask' }, {}]],
  ['a negative id', ['x', -1]],
  ['a fraction as id', ['x', 0.5]],
  ['a huge id, where counting stops', ['x', 2 ** 53]],
  ['a text as id', ['x', '7']],
  ['no credit', ['c', 7, 0]],
  ['more credit than a window', ['c', 7, 65]],
  ['an endless credit', ['c', 7, Number.POSITIVE_INFINITY]],
  ['a problem without a remedy', ['e', 7, { code: 'a', message: 'b' }]],
  ['closed, and more', ['z', 7]],
])('refuses %s', (_reason, frame) => {
  expect(parseFrame(frame)).toBeNull()
})

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true }),
      (received) => {
        parseFrame(received)
      },
    ),
    { numRuns: 5000, seed: 3 },
  )
})
