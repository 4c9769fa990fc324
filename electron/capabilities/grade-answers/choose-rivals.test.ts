import { expect, test } from 'vitest'
import { chooseSiblings } from './choose-rivals.ts'

test('the newest branches that say something else', () => {
  expect(chooseSiblings('932', ['1', '2', '3', '932.', '', '4', '4'])).toEqual(['4', '3', '2'])
})

test('none where all say the same', () => {
  expect(chooseSiblings('Paris', ['paris', 'Paris.'])).toEqual([])
})
