import type { AppUpdate } from '../contract/window-calls.ts'
import { createFeed, type Feed } from './feed.ts'
import { mergeAppUpdates } from './merge-updates.ts'

export type AppWatchers = {
  readonly watch: (signal: AbortSignal) => AsyncIterable<AppUpdate>
  readonly publish: (update: AppUpdate) => void
}

/** Every open window. `current` says how things stand; each window hears that first. */
export function createAppWatchers(current: () => readonly AppUpdate[]): AppWatchers {
  const feeds = new Set<Feed<AppUpdate>>()
  async function* watch(signal: AbortSignal) {
    const feed = createFeed(mergeAppUpdates, signal)
    for (const update of current()) feed.push(update)
    feeds.add(feed)
    try {
      yield* feed
    } finally {
      feeds.delete(feed)
    }
  }
  return {
    watch,
    publish: (update) => {
      for (const feed of feeds) feed.push(update)
    },
  }
}
