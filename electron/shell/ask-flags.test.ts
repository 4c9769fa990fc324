import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAskFlags } from './ask-flags.ts'

describe('the words after "npm run ask --"', () => {
  test('a question alone is asked in auto, of the usual model', () => {
    expect(readAskFlags(['Why?'])).toEqual({
      question: 'Why?',
      mode: 'auto',
      givenModel: null,
      images: [],
      json: false,
    })
  })

  test('flags may stand before and after the question', () => {
    expect(readAskFlags(['--json', '--model', 'a.gguf', 'Why?', '--mode=think'])).toEqual({
      question: 'Why?',
      mode: 'think',
      givenModel: resolve('a.gguf'),
      images: [],
      json: true,
    })
  })

  test('images keep their order', () => {
    const { images } = readAskFlags(['--image', 'a.png', 'Which is bigger?', '--image', 'b.png'])
    expect(images).toEqual([resolve('a.png'), resolve('b.png')])
  })

  test('a question that begins with a dash stands after "--"', () => {
    expect(readAskFlags(['--', '-1 + 1?']).question).toBe('-1 + 1?')
  })

  const mistakes: readonly (readonly [string, string[], string])[] = [
    ['no question', [], 'no-question'],
    ['an empty question', [''], 'no-question'],
    ['a question of spaces', [' \n'], 'no-question'],
    ['a question without quotes', ['What', 'is', 'it?'], 'several-questions'],
    ['an unknown flag', ['--fast', 'Why?'], 'bad-flags'],
    ['an unknown mode', ['--mode', 'maybe', 'Why?'], 'bad-flags'],
    ['a flag without its value', ['Why?', '--model'], 'bad-flags'],
    ['a flag with a value it does not take', ['--json=yes', 'Why?'], 'bad-flags'],
    ['an image without a file', ['What is this?', '--image'], 'bad-flags'],
    ['a question longer than any', ['a'.repeat(400_001)], 'question-too-long'],
  ]
  test.each(mistakes)('%s is explained', (_name, words, code) => {
    expect(() => readAskFlags(words)).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringMatching(/\.$/),
        remedy: expect.stringMatching(/\S/),
      }),
    )
  })
})
