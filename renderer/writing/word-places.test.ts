import { expect, test } from 'vitest'
import { nextPlace, previousPlace } from './word-places.ts'
import { IMAGE_MARK } from './written.ts'

// "@" stands for an image; the one that moves is the first.
const text = (shown: string): string => shown.replaceAll('@', IMAGE_MARK)

test.each([
  ['@one two', 4, 'behind the next word'],
  ['@ one two', 5, 'over the space before it'],
  ['@@ two', 2, 'behind the next image'],
  ['@one@', 4, 'no further than the next image'],
  ['@...', 4, 'over what is no word'],
  ['@', 1, 'nowhere from the end'],
])('a step forward in "%s" leads to %i: %s', (shown, place) => {
  expect(nextPlace(text(shown), 0)).toBe(place)
})

test.each([
  ['one two@', 7, 4, 'before the previous word'],
  ['one two @', 8, 4, 'over the space behind it'],
  ['one @@', 5, 4, 'before the previous image'],
  ['...@', 3, 0, 'over what is no word'],
  ['@', 0, 0, 'nowhere from the start'],
])('a step back in "%s" from %i leads to %i: %s', (shown, from, place) => {
  expect(previousPlace(text(shown), from)).toBe(place)
})
