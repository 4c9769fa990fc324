import { useEffect, useEffectEvent } from 'react'
import type { Part } from '../../electron/contract/turns.ts'

/** What something elsewhere in the window hands to the message that is being written. */
type Given = { readonly files: readonly File[] } | { readonly parts: readonly Part[] }

const takers = new Set<(given: Given) => void>()

/** False when no message is being written. */
export function giveFiles(files: readonly File[]): boolean {
  return give({ files })
}

export function giveParts(parts: readonly Part[]): boolean {
  return give({ parts })
}

/** Takes what is given while this is shown. */
export function useGiven(take: (given: Given) => void): void {
  const taken = useEffectEvent(take)
  useEffect(() => {
    const taker = (given: Given): void => taken(given)
    takers.add(taker)
    return () => void takers.delete(taker)
  }, [])
}

/** One message at a time is written: the one whose composer is shown. */
function give(given: Given): boolean {
  const taker = [...takers].at(-1)
  taker?.(given)
  return taker !== undefined
}
