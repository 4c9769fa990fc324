import { expect, test } from 'vitest'
import { countReadBefore } from './read-before.ts'

const finished = {
  kind: 'finished',
  why: 'complete',
  promptTokens: 22,
  reusedTokens: 20,
  generateMs: 1,
} as const

test('what was read before is read, not reused (the worked example)', () => {
  const reading = { kind: 'reading', read: 1, toRead: 2, reused: 20 } as const
  expect(countReadBefore(reading, 12)).toEqual({ kind: 'reading', read: 13, toRead: 14, reused: 8 })
  expect(countReadBefore(finished, 12)).toEqual({ ...finished, reusedTokens: 8 })
})

test('more than is in the cache cannot have been read before', () => {
  expect(countReadBefore({ kind: 'reading', read: 0, toRead: 9, reused: 3 }, 12)).toMatchObject({ reused: 0 })
  expect(countReadBefore(finished, 30)).toMatchObject({ reusedTokens: 0 })
})

test('other pieces stay as they are', () => {
  const piece = { kind: 'answer', text: 'Two', tokens: 1 } as const
  expect(countReadBefore(piece, 12)).toBe(piece)
})
