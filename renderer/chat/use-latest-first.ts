import { startTransition, useEffect, useState } from 'react'
import type { ShownTurn } from '../../electron/contract/turns.ts'

/** About what a tall window shows, and as much as can be drawn without a long task. */
const TURNS_AT_ONCE = 8

/**
 * The end of `turns` at once and the rest a few at a time while nothing else is to do: sixty answers drawn in one go
 * would hold the window up. Turns that come later at the end are drawn at once.
 */
export function useLatestFirst(turns: readonly ShownTurn[]): {
  readonly drawn: readonly ShownTurn[]
  readonly isAll: boolean
} {
  const [firstId, setFirstId] = useState<string | null>(null)
  const known = turns.findIndex(({ turn }) => turn.id === firstId)
  const from = known === -1 ? Math.max(0, turns.length - TURNS_AT_ONCE) : known
  const nextId = from === 0 ? turns[0]?.turn.id : turns[Math.max(0, from - TURNS_AT_ONCE)]?.turn.id

  useEffect(() => {
    if (nextId === undefined || nextId === firstId) return undefined
    return whenIdle(() => startTransition(() => setFirstId(nextId)))
  }, [nextId, firstId])
  return { drawn: from === 0 ? turns : turns.slice(from), isAll: from === 0 }
}

function whenIdle(act: () => void): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 30)
    return () => clearTimeout(timer)
  }
  const waiting = requestIdleCallback(act, { timeout: 500 })
  return () => cancelIdleCallback(waiting)
}
