import { describe, expect, test } from 'vitest'
import { heldOf, imageTokensOf } from './held-prompt.ts'

const I = -1
const held = { tokens: [5, I, I, 7], images: ['a.png'] }

describe('what is still held of a prompt', () => {
  test.each([
    ['more behind the same image', [5, I, I, 7, 8, 9], ['a.png'], 4, false],
    ['another image in its place', [5, I, I, 7, 8, 9], ['b.png'], 1, true],
    ['one more image', [5, I, I, 7, I, I, 9], ['a.png', 'b.png'], 1, true],
    ['another text before the image', [6, I, I, 7], ['a.png'], 0, true],
    ['another text behind the image', [5, I, I, 8], ['a.png'], 3, false],
    ['the very same', [5, I, I, 7], ['a.png'], 3, false],
    ['words alone', [5, 8], [], 1, false],
  ] as const)('%s', (_, tokens, images, reusedTokens, looking) => {
    expect(heldOf({ tokens, images }, held)).toEqual({ reusedTokens, looking })
  })

  test('and how many of its tokens are images', () => {
    expect(imageTokensOf(held)).toBe(2)
  })

  test('nothing at the beginning', () => {
    expect(heldOf(held, null)).toEqual({ reusedTokens: 0, looking: true })
  })
})
