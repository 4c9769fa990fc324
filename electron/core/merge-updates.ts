import type { AppUpdate } from '../contract/window-calls.ts'
import type { ConversationUpdate } from '../contract/updates.ts'

/** Two neighbouring updates of the same answer as one, or null when they must stay apart. */
export function mergeConversationUpdates(
  last: ConversationUpdate,
  next: ConversationUpdate,
): ConversationUpdate | null {
  if (last.kind === 'reading' && next.kind === 'reading') return last.answerId === next.answerId ? next : null
  if (last.kind === 'thought' && next.kind === 'thought' && last.answerId === next.answerId)
    return { ...next, text: last.text + next.text }
  if (last.kind === 'answer' && next.kind === 'answer' && last.answerId === next.answerId)
    return { ...next, text: last.text + next.text }
  return null
}

/** Each app update carries its whole state, so of two of one kind only the newer matters. */
export function mergeAppUpdates(last: AppUpdate, next: AppUpdate): AppUpdate | null {
  return last.kind === next.kind ? next : null
}
