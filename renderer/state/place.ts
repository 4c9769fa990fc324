/**
 * Where the window is, kept in the address's fragment so that a reload and the back button work:
 * `#chat=<id>`, for a moment with `&turn=<id>` to go to, `#page=<name>`, or nothing for a new chat. `#t=<token>` is the browser shell's way in and no place.
 */
export function conversationInAddress(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('chat')
}

export function turnInAddress(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('turn')
}

/** `turnId`: of one turn of it, which is looked for and shown, on whatever path it is. */
export function addressOf(conversationId: string | null, turnId: string | null = null): string {
  if (conversationId === null) return '#'
  const place = turnId === null ? { chat: conversationId } : { chat: conversationId, turn: turnId }
  return `#${new URLSearchParams(place).toString()}`
}

/** What can be shown instead of a chat. */
const pages = ['models', 'learning', 'arena'] as const
export type Page = (typeof pages)[number]

export function pageInAddress(fragment: string): Page | null {
  const named = new URLSearchParams(fragment.replace(/^#/, '')).get('page')
  return pages.find((page) => page === named) ?? null
}

export function addressOfPage(page: Page): string {
  return `#${new URLSearchParams({ page }).toString()}`
}

export function tokenInAddress(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('t')
}
