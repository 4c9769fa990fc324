import { expect, test } from 'vitest'
import { titleFrom } from './title.ts'

test.each([
  ['a short question is its own title', 'What is 2 + 2?', 'What is 2 + 2?'],
  ['only the first line counts', '\n\nHello\nmore', 'Hello'],
  ['white space is folded', 'a \t  b', 'a b'],
  ['nothing to say', '   ', 'New chat'],
  ['a long one is cut at a word', 'word '.repeat(30), `${'word '.repeat(12).trim()}…`],
  ['a long word is cut anywhere, never inside a letter', '😀'.repeat(80), `${'😀'.repeat(60)}…`],
])('%s', (_reason, question, title) => {
  expect(titleFrom(question)).toBe(title)
})
