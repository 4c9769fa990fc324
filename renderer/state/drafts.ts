import { z } from 'zod'
import { partSchema, type Part } from '../../electron/contract/turns.ts'

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const draftSchema = z.array(partSchema)

/** The draft of the chat that has not begun. */
export const NEW_CHAT_DRAFT = 'new'

/** The draft of a question that is being changed. */
export function editDraft(questionId: string): string {
  return `edit-${questionId}`
}

/** What was written and not sent, text and images in order, kept by conversation; null when nothing was. */
export function readDraft(storage: DraftStorage, name: string): readonly Part[] | null {
  const kept = storage.getItem(keyOf(name))
  if (kept === null) return null
  try {
    return draftSchema.safeParse(JSON.parse(kept)).data ?? null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

/** False when the browser's storage is full: the draft is then kept by the open page alone. */
export function writeDraft(storage: DraftStorage, name: string, parts: readonly Part[]): boolean {
  if (parts.length === 0) {
    storage.removeItem(keyOf(name))
    return true
  }
  try {
    storage.setItem(keyOf(name), JSON.stringify(parts))
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') return false
    throw thrown
  }
}

function keyOf(name: string): string {
  return `ponder-draft:${name}`
}
