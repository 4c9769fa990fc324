import { expect, test } from 'vitest'
import { compareWords } from './compare-words.ts'

const marked = (reading: string, other: string): string =>
  compareWords(reading, other)
    .map(({ text, isAlike }) => (isAlike ? text : `[${text}]`))
    .join(' ')

test('words that both readings have are alike (the worked example)', () => {
  expect(marked('The ferry, at nine.', 'the FERRY leaves at seven')).toBe('The ferry, at [nine.]')
  expect(marked('the FERRY leaves at seven', 'The ferry, at nine.')).toBe('the FERRY [leaves] at [seven]')
})

test.each([
  ['the same words', 'a b c', 'a b c', 'a b c'],
  ['nothing on the other side', 'a b', '', '[a] [b]'],
  ['nothing on this side', '', 'a b', ''],
  ['words moved', 'b a', 'a b', '[b] a'],
  ['a word too many in front', 'It says LION', 'lion', '[It] [says] LION'],
  ['marks that are no words', 'a — b', 'a b', 'a b'],
  ['words of other scripts', 'Fähre um 7', 'FÄHRE um 9', 'Fähre um [7]'],
])('%s', (_, reading, other, shown) => {
  expect(marked(reading, other)).toBe(shown)
})
