import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Part } from '../../electron/contract/turns.ts'
import { readDraft, writeDraft } from '../state/drafts.ts'
import { usePonder } from '../state/use-ponder.ts'
import { watchArrivals } from './arrivals.ts'
import { createWriting, type Writing, type WritingState } from './writing.ts'

const WRITE_AFTER_MS = 300

/**
 * The message in the composer. Written down shortly after each change, and when the page or the composer goes; `first`
 * stands there when nothing was. Mount anew (by key) for another draft.
 */
export function useWriting(name: string, first: readonly Part[]): readonly [Writing, WritingState] {
  const ponder = usePonder()
  const [writing] = useState(() => createWriting(ponder, readDraft(localStorage, name) ?? first))
  const state = useSyncExternalStore(writing.listen, writing.state)
  const [unchanged] = useState(() => JSON.stringify(first))

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const arrivals = watchArrivals(localStorage, name, (images) => writing.miss(images))
    const write = (isLast: boolean): void => {
      clearTimeout(timer)
      const { parts, images } = writing.state()
      writeDraft(localStorage, name, JSON.stringify(parts) === unchanged ? [] : parts)
      const coming = images.flatMap(({ placed }) => (placed.kind === 'arriving' ? [placed.name] : []))
      arrivals.write(coming, isLast)
    }
    const ignore = writing.listen(() => {
      clearTimeout(timer)
      timer = setTimeout(() => write(false), WRITE_AFTER_MS)
    })
    const writeLast = (): void => write(true)
    window.addEventListener('pagehide', writeLast)
    return () => {
      ignore()
      window.removeEventListener('pagehide', writeLast)
      writeLast()
      arrivals.end()
    }
  }, [name, writing, unchanged])
  useEffect(() => () => writing.stop(), [writing])
  return [writing, state]
}
