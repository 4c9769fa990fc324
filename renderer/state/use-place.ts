import { useSyncExternalStore } from 'react'
import { addressOf, conversationInAddress, tokenInAddress } from './place.ts'

/** The conversation the address names; null for a new chat. */
export function usePlace(): string | null {
  return useSyncExternalStore(onMove, () => conversationInAddress(location.hash))
}

export function goTo(conversationId: string | null): void {
  if (conversationInAddress(location.hash) === conversationId) return
  location.hash = addressOf(conversationId)
}

function onMove(listen: () => void): () => void {
  const moved = (): void => {
    // Pasting a fresh address into an open window changes only the fragment, so nothing else would take the token.
    if (tokenInAddress(location.hash) !== null) location.reload()
    else listen()
  }
  window.addEventListener('hashchange', moved)
  return () => window.removeEventListener('hashchange', moved)
}
