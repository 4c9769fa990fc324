import { expect, test } from 'vitest'
import { splitSnippet } from './split-snippet.ts'

test('matches are told apart from the text around them', () => {
  expect(splitSnippet('a \uE000b\uE001 c \uE000d\uE001')).toEqual([
    { text: 'a ', isMatch: false },
    { text: 'b', isMatch: true },
    { text: ' c ', isMatch: false },
    { text: 'd', isMatch: true },
  ])
})

test('a snippet that begins with a match', () => {
  expect(splitSnippet('\uE000b\uE001')).toEqual([{ text: 'b', isMatch: true }])
})
