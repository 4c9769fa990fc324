import { useMemo, useSyncExternalStore } from 'react'

const LOOK_EVERY_MS = 60_000

/** The day it is, for lists that speak of today and yesterday; changes at midnight in an open window too. */
export function useToday(): Date {
  const day = useSyncExternalStore(lookOften, () => new Date().setHours(0, 0, 0, 0))
  return useMemo(() => new Date(day), [day])
}

function lookOften(look: () => void): () => void {
  const timer = setInterval(look, LOOK_EVERY_MS)
  return () => clearInterval(timer)
}
