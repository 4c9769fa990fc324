import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { coalesce } from './coalesce.ts'

describe('coalesce', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('hands the first item on at once and the rest together, in order', () => {
    const flushed: (readonly number[])[] = []
    const coalescer = coalesce<number>((items) => flushed.push(items), 60)
    coalescer.add(1)
    vi.advanceTimersByTime(0)
    for (const item of [2, 3, 4]) coalescer.add(item)
    vi.advanceTimersByTime(59)
    expect(flushed).toEqual([[1]])
    vi.advanceTimersByTime(1)
    expect(flushed).toEqual([[1], [2, 3, 4]])
  })

  test('flushes at most once per interval while items keep coming', () => {
    let flushes = 0
    const coalescer = coalesce<number>(() => (flushes += 1), 60)
    for (let ms = 0; ms < 600; ms += 5) {
      coalescer.add(ms)
      vi.advanceTimersByTime(5)
    }
    expect(flushes).toBeLessThanOrEqual(11)
  })

  test('forgets what waits when cancelled', () => {
    const flush = vi.fn()
    const coalescer = coalesce<number>(flush, 60)
    coalescer.add(1)
    coalescer.cancel()
    vi.advanceTimersByTime(100)
    expect(flush).not.toHaveBeenCalled()
  })
})
