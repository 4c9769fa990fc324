/** Slower than this reads as stutter; faster doubles the work of the main thread and nobody sees it. */
const PAINT_EVERY_MS = 60

export type Coalescer<Item> = {
  readonly add: (item: Item) => void
  /** Forgets what waits. */
  readonly cancel: () => void
}

/** Gathers items and hands them on together, the first at once, then at most every 60 ms. */
export function coalesce<Item>(
  flush: (items: readonly Item[]) => void,
  everyMs: number = PAINT_EVERY_MS,
): Coalescer<Item> {
  let waiting: Item[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let flushedAt = -Infinity

  const flushNow = (): void => {
    timer = null
    flushedAt = performance.now()
    const items = waiting
    waiting = []
    flush(items)
  }

  return {
    add: (item) => {
      waiting.push(item)
      timer ??= setTimeout(flushNow, Math.max(0, flushedAt + everyMs - performance.now()))
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = []
    },
  }
}
