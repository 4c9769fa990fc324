import { useSyncExternalStore } from 'react'
import {
  addressOf,
  addressOfPage,
  conversationInAddress,
  pageInAddress,
  tokenInAddress,
  turnInAddress,
  type Page,
} from './place.ts'

/** The conversation the address names; null for a new chat. */
export function usePlace(): string | null {
  return useSyncExternalStore(onMove, () => conversationInAddress(location.hash))
}

/** The turn the address asks to go to, or null. */
export function useTurnSought(): string | null {
  return useSyncExternalStore(onMove, () => turnInAddress(location.hash))
}

/** The turn is in sight: a reload shows the end again, and the same link leads here once more. */
export function turnWasReached(): void {
  history.replaceState(history.state, '', addressOf(conversationInAddress(location.hash)))
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

/** The page that is shown instead of a chat, or null. */
export function usePage(): Page | null {
  return useSyncExternalStore(onMove, () => pageInAddress(location.hash))
}

export function goTo(conversationId: string | null, turnId: string | null = null): void {
  const isThere = conversationInAddress(location.hash) === conversationId && turnId === null
  if (isThere && pageInAddress(location.hash) === null) return
  location.hash = addressOf(conversationId, turnId)
}

export function goToPage(page: Page): void {
  location.hash = addressOfPage(page)
}

/** Goes to the conversation a question of this window has just begun. */
export function goToAsked(conversationId: string): void {
  if (conversationInAddress(location.hash) === conversationId) return
  history.pushState(JUST_ASKED, '', addressOf(conversationId))
  // Told at once: the browser's own event comes a task later, and keys pressed until then would go to a box that goes.
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

export function wasJustAsked(): boolean {
  return history.state === JUST_ASKED
}

const JUST_ASKED = 'just-asked'

function onMove(listen: () => void): () => void {
  const moved = (): void => {
    // Pasting a fresh address into an open window changes only the fragment, so nothing else would take the token.
    if (tokenInAddress(location.hash) !== null) location.reload()
    else listen()
  }
  window.addEventListener('hashchange', moved)
  return () => window.removeEventListener('hashchange', moved)
}
