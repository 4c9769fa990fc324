import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import { problemOf } from '../../electron/contract/ponder-error.ts'

export type Notice = {
  readonly id: number
  readonly words: string
  /** What to do about it; its presence makes the notice a problem that stays until closed. */
  readonly remedy: string | null
  readonly undo: (() => void) | null
}

export type Notices = {
  readonly list: readonly Notice[]
  readonly say: (words: string, undo?: () => void) => void
  readonly close: (id: number) => void
  /** Starts something and says what went wrong with it, if anything does. */
  readonly attempt: (act: () => Promise<unknown>) => void
}

/** Long enough to read a line and to reach for Undo. */
const SHOWN_MS = 8000

let lastId = 0

export function useNoticeList(): Notices {
  const [list, setList] = useState<readonly Notice[]>([])
  const close = useCallback((id: number) => setList((all) => all.filter((notice) => notice.id !== id)), [])
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    const id = ++lastId
    // Two at most: more than that is a wall.
    setList((all) => [...all, { ...notice, id }].slice(-2))
    return id
  }, [])
  const say = useCallback(
    (words: string, undo?: () => void) => {
      const id = add({ words, remedy: null, undo: undo ?? null })
      setTimeout(close, SHOWN_MS, id)
    },
    [add, close],
  )
  const attempt = useCallback(
    (act: () => Promise<unknown>) => {
      // What went wrong before is old news once something else is tried.
      setList((all) => (all.some(isProblem) ? all.filter((notice) => !isProblem(notice)) : all))
      act().catch((thrown: unknown) => {
        const { message, remedy } = problemOf(thrown)
        add({ words: message, remedy, undo: null })
      })
    },
    [add],
  )
  // `say` and `attempt` stay the same while notices come and go: an effect that uses them must not run again for that.
  return useMemo(() => ({ list, close, say, attempt }), [list, close, say, attempt])
}

const NoticesContext = createContext<Notices | null>(null)
export const NoticesProvider = NoticesContext.Provider

export function useNotices(): Notices {
  const notices = useContext(NoticesContext)
  if (notices === null) throw new Error('useNotices needs a NoticesProvider above it')
  return notices
}

function isProblem({ remedy }: Notice): boolean {
  return remedy !== null
}
