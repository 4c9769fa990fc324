const NEW_CHAT = 'new'

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was typed and not sent, kept per conversation; null = the chat that has not begun. */
export function readDraft(storage: DraftStorage, conversationId: string | null): string {
  return storage.getItem(keyOf(conversationId)) ?? ''
}

/** False when the browser's storage is full: the text is then kept by the open page alone. */
export function writeDraft(storage: DraftStorage, conversationId: string | null, text: string): boolean {
  if (text === '') {
    storage.removeItem(keyOf(conversationId))
    return true
  }
  try {
    storage.setItem(keyOf(conversationId), text)
    return true
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') return false
    throw thrown
  }
}

function keyOf(conversationId: string | null): string {
  return `ponder-draft:${conversationId ?? NEW_CHAT}`
}
