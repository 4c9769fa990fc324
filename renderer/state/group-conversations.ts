import type { Conversation } from '../../electron/contract/turns.ts'

export type ConversationGroup = { readonly name: string; readonly conversations: readonly Conversation[] }

/** Newest first, under the words people use for days. Whole local days count, not spans of 24 hours. */
export function groupConversations(
  conversations: readonly Conversation[],
  now: Date,
): readonly ConversationGroup[] {
  const groups = new Map<string, Conversation[]>()
  for (const conversation of conversations.toSorted((a, b) => b.updatedAt - a.updatedAt)) {
    const name = nameOfDay(new Date(conversation.updatedAt), now)
    const group = groups.get(name)
    if (group) group.push(conversation)
    else groups.set(name, [conversation])
  }
  return [...groups].map(([name, members]) => ({ name, conversations: members }))
}

function nameOfDay(day: Date, now: Date): string {
  const ago = daysBetween(day, now)
  if (ago <= 0) return 'Today'
  if (ago === 1) return 'Yesterday'
  if (ago < 7) return 'This week'
  if (ago < 30) return 'This month'
  return String(day.getFullYear())
}

function daysBetween(day: Date, now: Date): number {
  const start = new Date(day.getFullYear(), day.getMonth(), day.getDate())
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  // Rounded: a day with a change of the clock has 23 or 25 hours.
  return Math.round((end.getTime() - start.getTime()) / 86_400_000)
}
