import { useCallback, useEffect, useRef, useState } from 'react'
import { readDraft, writeDraft } from './drafts.ts'

const WRITE_AFTER_MS = 300

export type Draft = {
  readonly text: string
  readonly change: (text: string) => void
  /** What stands there this moment, for those who come back after a wait. */
  readonly now: () => string
}

/**
 * The text in the composer. Written down shortly after each change, and when the page or the composer goes; `first`
 * stands there when nothing was. Mount anew (by key) for another draft.
 */
export function useDraft(name: string, first: string): Draft {
  const [text, setText] = useState(() => readDraft(localStorage, name) ?? first)
  // Ahead of the state: a composer that goes in the same moment must not write down what was just sent.
  const latest = useRef(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const write = useCallback(() => {
    clearTimeout(timer.current)
    writeDraft(localStorage, name, latest.current === first ? '' : latest.current)
  }, [name, first])

  const change = useCallback(
    (next: string) => {
      latest.current = next
      setText(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(write, WRITE_AFTER_MS)
    },
    [write],
  )

  useEffect(() => {
    window.addEventListener('pagehide', write)
    return () => {
      window.removeEventListener('pagehide', write)
      write()
    }
  }, [write])
  const now = useCallback(() => latest.current, [])
  return { text, change, now }
}
