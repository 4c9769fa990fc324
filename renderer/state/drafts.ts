import { z } from 'zod'
import { partSchema, type Part } from '../../electron/contract/turns.ts'

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const draftSchema = z.array(partSchema)

/** The draft of the chat that has not begun. */
export const NEW_CHAT_DRAFT = 'new'

/** The draft of a question that is being changed. */
export function editDraft(questionId: string): string {
  return `edit-${questionId}`
}

/** What was written and not sent, text and images in order, kept by conversation; null when nothing was. */
export function readDraft(storage: DraftStorage, name: string): readonly Part[] | null {
  return readAs(draftSchema, storage, keyOf(name))
}

/** False when the browser's storage is full: the draft is then kept by the open page alone. */
export function writeDraft(storage: DraftStorage, name: string, parts: readonly Part[]): boolean {
  return write(storage, keyOf(name), parts.length === 0 ? null : parts)
}

/** Puts `parts` after what is kept there already. False, and nothing is changed, when the browser's storage is full. */
export function addToDraft(storage: DraftStorage, name: string, parts: readonly Part[]): boolean {
  if (parts.length === 0) return true
  const before = readDraft(storage, name) ?? []
  return writeDraft(storage, name, before.length === 0 ? parts : [...before, PARAGRAPH, ...parts])
}

const PARAGRAPH: Part = { kind: 'text', text: '\n\n' }

function readAs<Kept>(schema: z.ZodType<Kept>, storage: DraftStorage, key: string): Kept | null {
  const kept = storage.getItem(key)
  if (kept === null) return null
  try {
    return schema.safeParse(JSON.parse(kept)).data ?? null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

/** Null: nothing is to be kept. */
function write(storage: DraftStorage, key: string, kept: unknown): boolean {
  if (kept === null) {
    storage.removeItem(key)
    return true
  }
  try {
    storage.setItem(key, JSON.stringify(kept))
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') return false
    throw thrown
  }
}

/** Names of the images that were still on their way when this draft was last written, and the page that brought them. */
export type Missed = { readonly page: string; readonly images: readonly string[] }

const missedSchema = z.object({ page: z.uuid(), images: z.array(z.string().max(1000)).max(64) })

/** Null when there were none. */
export function readMissed(storage: DraftStorage, name: string): Missed | null {
  return readAs(missedSchema, storage, missedKeyOf(name))
}

/** As `writeDraft`. */
export function writeMissed(storage: DraftStorage, name: string, missed: Missed): boolean {
  return write(storage, missedKeyOf(name), missed.images.length === 0 ? null : missed)
}

function missedKeyOf(name: string): string {
  return `ponder-missed:${name}`
}

function keyOf(name: string): string {
  return `ponder-draft:${name}`
}
