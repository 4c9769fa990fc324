import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { givenModel } from './given-model.ts'

test.each([
  ['after --model', ['electron', '.', '--model', 'a.gguf'], resolve('a.gguf')],
  ['joined by =', ['ponder', '--enable-x', '--model=a.gguf', '--lang=de'], resolve('a.gguf')],
  ['absent', ['electron', '.'], null],
  ['forgotten', ['electron', '.', '--model'], null],
  ['empty', ['electron', '.', '--model='], null],
])('the model of a command line: %s', (_name, words, expected) => {
  expect(givenModel(words)).toBe(expected)
})
