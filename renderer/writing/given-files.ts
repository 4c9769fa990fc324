import { useEffect, useEffectEvent } from 'react'

const GIVEN = 'ponder-given-files'

/** Hands files that were dropped somewhere in the window to the message that is being written; false when there is none. */
export function giveFiles(files: readonly File[]): boolean {
  return !window.dispatchEvent(new CustomEvent(GIVEN, { detail: files, cancelable: true }))
}

/** Takes the files that were dropped beside the message. */
export function useGivenFiles(take: (files: readonly File[]) => void): void {
  const given = useEffectEvent((event: Event) => {
    if (!(event instanceof CustomEvent) || !Array.isArray(event.detail)) return
    event.preventDefault()
    take(event.detail.filter((file) => file instanceof File))
  })
  useEffect(() => {
    window.addEventListener(GIVEN, given)
    return () => window.removeEventListener(GIVEN, given)
  }, [])
}
