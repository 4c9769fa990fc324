import { useEffect } from 'react'

/** Has a screen reader say this, once the page shows it. Nothing is said for empty words. */
export function useAnnouncement(words: string): void {
  useEffect(() => announce(words), [words])
}

export function announce(words: string): void {
  const status = document.getElementById('announcement')
  if (status !== null && words !== '') status.textContent = words
}
