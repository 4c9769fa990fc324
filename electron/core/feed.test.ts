import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFeed } from './feed.ts'

const never = () => null
const joined = (last: string, next: string) => last + next

describe('a feed', () => {
  test('gives a reader everything in order, and ends when it is aborted', async () => {
    const abort = new AbortController()
    const feed = createFeed<number>(never, abort.signal)
    const read: number[] = []
    const done = (async () => {
      for await (const item of feed) {
        read.push(item)
        if (item === 3) abort.abort()
      }
    })()
    feed.push(1)
    feed.push(2)
    await Promise.resolve()
    feed.push(3)
    await done
    expect(read).toEqual([1, 2, 3])
  })

  test('merges what a slow reader has not taken, so that nothing is lost and little is kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), async (pieces) => {
        const abort = new AbortController()
        const feed = createFeed<string>(joined, abort.signal)
        for (const piece of pieces) feed.push(piece)
        const items: string[] = []
        for await (const item of feed) {
          items.push(item)
          abort.abort()
        }
        expect(items).toEqual([pieces.join('')])
      }),
    )
  })

  test('a snapshot replaces what it already tells', async () => {
    const abort = new AbortController()
    const feed = createFeed<string>(never, abort.signal)
    feed.push('old')
    feed.replaceAll('everything')
    for await (const item of feed) {
      expect(item).toBe('everything')
      abort.abort()
    }
  })
})
