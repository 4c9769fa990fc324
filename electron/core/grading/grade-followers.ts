import type { GradesUpdate } from '../../contract/grading-calls.ts'
import { createFeed, type Feed } from '../feed.ts'

export type GradeFollowers = ReturnType<typeof createGradeFollowers>

/** The windows that show the grades of each conversation. */
export function createGradeFollowers() {
  const byConversation = new Map<string, Set<Feed<GradesUpdate>>>()

  return {
    publish: (conversationId: string, update: GradesUpdate): void => {
      for (const feed of byConversation.get(conversationId) ?? []) feed.push(update)
    },
    /** `first`: how things stand. */
    async *follow(
      conversationId: string,
      first: GradesUpdate,
      signal: AbortSignal,
    ): AsyncGenerator<GradesUpdate> {
      const feed = createFeed(mergeGradesUpdates, signal)
      feed.push(first)
      const others = byConversation.get(conversationId) ?? new Set()
      byConversation.set(conversationId, others.add(feed))
      try {
        yield* feed
      } finally {
        others.delete(feed)
        if (others.size === 0) byConversation.delete(conversationId)
      }
    },
  }
}

/** Each update carries a whole state, so of two of the same thing in a row only the newer matters. */
function mergeGradesUpdates(last: GradesUpdate, next: GradesUpdate): GradesUpdate | null {
  const isSame =
    (last.kind === 'grade' && next.kind === 'grade' && last.state.answerId === next.state.answerId) ||
    (last.kind === 'tournament' && next.kind === 'tournament' && last.tournament.id === next.tournament.id)
  return isSame ? next : null
}
