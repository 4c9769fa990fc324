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
  return write(storage, keyOf(name), parts)
}

function write(storage: DraftStorage, key: string, list: readonly unknown[]): boolean {
  if (list.length === 0) {
    storage.removeItem(key)
    return true
  }
  try {
    storage.setItem(key, JSON.stringify(list))
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') return false
    throw thrown
  }
}

const missedSchema = z.array(z.string().max(1000)).max(64)

/** Names of the images that were still on their way when this draft was last written: their bytes went with the page. */
export function readMissed(storage: DraftStorage, name: string): readonly string[] {
  const kept = storage.getItem(missedKeyOf(name))
  if (kept === null) return []
  try {
    return missedSchema.safeParse(JSON.parse(kept)).data ?? []
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return []
    throw thrown
  }
}

/** As `writeDraft`. */
export function writeMissed(storage: DraftStorage, name: string, images: readonly string[]): boolean {
  return write(storage, missedKeyOf(name), images)
}

function missedKeyOf(name: string): string {
  return `ponder-missed:${name}`
}

function keyOf(name: string): string {
  return `ponder-draft:${name}`
}
