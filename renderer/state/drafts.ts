type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The draft of the chat that has not begun. */
export const NEW_CHAT_DRAFT = 'new'

/** The draft of a question that is being changed. */
export function editDraft(questionId: string): string {
  return `edit-${questionId}`
}

/** What was typed and not sent, kept by conversation; null when nothing was. */
export function readDraft(storage: DraftStorage, name: string): string | null {
  return storage.getItem(keyOf(name))
}

/** False when the browser's storage is full: the text is then kept by the open page alone. */
export function writeDraft(storage: DraftStorage, name: string, text: string): boolean {
  if (text === '') {
    storage.removeItem(keyOf(name))
    return true
  }
  try {
    storage.setItem(keyOf(name), text)
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') return false
    throw thrown
  }
}

function keyOf(name: string): string {
  return `ponder-draft:${name}`
}
