import type { ConversationUpdate } from '../contract/updates.ts'
import { createFeed, type Feed } from './feed.ts'
import { mergeConversationUpdates } from './merge-updates.ts'

type Snapshot = Extract<ConversationUpdate, { kind: 'snapshot' }>
type Follower = { readonly feed: Feed<ConversationUpdate>; readonly limit: number }

export type Followers = {
  readonly follow: (
    conversationId: string,
    limit: number,
    signal: AbortSignal,
  ) => AsyncIterable<ConversationUpdate>
  readonly publish: (conversationId: string, update: ConversationUpdate) => void
  /** The shown path changed: every follower starts again from a snapshot. */
  readonly publishPath: (conversationId: string) => void
}

/** The windows that show each conversation. `takeSnapshot` reads the end of its shown path as it is this moment. */
export function createFollowers(
  takeSnapshot: (conversationId: string, limit: number) => Snapshot,
): Followers {
  const byConversation = new Map<string, Set<Follower>>()

  async function* follow(conversationId: string, limit: number, signal: AbortSignal) {
    const feed = createFeed(mergeConversationUpdates, signal)
    feed.push(takeSnapshot(conversationId, limit))
    const follower: Follower = { feed, limit }
    const others = byConversation.get(conversationId) ?? new Set()
    byConversation.set(conversationId, others.add(follower))
    try {
      yield* feed
    } finally {
      others.delete(follower)
      if (others.size === 0) byConversation.delete(conversationId)
    }
  }

  return {
    follow,
    publish: (conversationId, update) => {
      for (const { feed } of byConversation.get(conversationId) ?? []) feed.push(update)
    },
    publishPath: (conversationId) => {
      for (const { feed, limit } of byConversation.get(conversationId) ?? [])
        feed.replaceAll(takeSnapshot(conversationId, limit))
    },
  }
}
