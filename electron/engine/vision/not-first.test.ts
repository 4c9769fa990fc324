import { expect, test } from 'vitest'
import { notFirst } from './not-first.ts'

/** The grammar as a regular expression: classes and alternatives mean the same in both. */
function asPattern(grammar: string): RegExp {
  const pattern = grammar
    .replace('root ::= ', '')
    .replaceAll(/\\U0*([0-9a-f]+)/g, '\\u{$1}')
    .replaceAll(' ', '')
  return new RegExp(`^(?:${pattern})$`, 'u')
}

test('leaves out texts by how they begin (the worked example)', () => {
  const pattern = asPattern(notFirst(['\n', '<b']) ?? '')
  const begins = ['a', '<i>', '<', 'b', '\n', '\nb', '<b', '<b>', '<bb']
  expect(begins.filter((text) => pattern.test(text))).toEqual(['a', '<i>', 'b'])
})

test('what closes a thought at once, marks of grammars among it', () => {
  const pattern = asPattern(notFirst(['</think>', '\n', ' ', '[^-\\]"', '𝕏']) ?? '')
  for (const text of ['</think>', '\nwell', ' so', '[^-\\]" x', '𝕏']) expect(pattern.test(text)).toBe(false)
  for (const text of ['</thin air>', '<html>', '[^-', '[x]', 'Is', '𝕐'])
    expect(pattern.test(`${text}!`)).toBe(true)
})

test('nothing to leave out needs no grammar', () => {
  expect([notFirst([]), notFirst([''])]).toEqual([null, null])
})
