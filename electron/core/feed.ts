/** Items on their way to one reader. Nothing is lost: what a slow reader has not taken yet is merged, not dropped. */
export type Feed<Item> = AsyncIterable<Item> & {
  readonly push: (item: Item) => void
  /** Forgets what has not been read yet and puts `item` in its place: it tells everything they told. */
  readonly replaceAll: (item: Item) => void
}

/**
 * A feed that ends when `signal` aborts. `merge` joins two neighbouring items into one that says the same, or
 * returns null; with it a stalled window costs the memory of one answer, not of one item per token.
 */
export function createFeed<Item>(
  merge: (last: Item, next: Item) => Item | null,
  signal: AbortSignal,
): Feed<Item> {
  let waiting: Item[] = []
  let wake: () => void = () => {}
  signal.addEventListener('abort', () => wake(), { once: true })

  const push = (item: Item) => {
    const last = waiting.at(-1)
    const merged = last === undefined ? null : merge(last, item)
    if (merged === null) waiting.push(item)
    else waiting[waiting.length - 1] = merged
    wake()
  }
  const replaceAll = (item: Item) => {
    waiting = [item]
    wake()
  }
  async function* read(): AsyncGenerator<Item> {
    while (!signal.aborted) {
      const item = waiting.shift()
      if (item !== undefined) yield item
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return { push, replaceAll, [Symbol.asyncIterator]: read }
}
