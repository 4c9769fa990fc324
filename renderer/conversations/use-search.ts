import { useEffect, useState } from 'react'
import { PonderError, type Problem } from '../../electron/contract/ponder-error.ts'
import type { Found } from '../../electron/contract/window-calls.ts'
import type { Ponder } from '../ponder.ts'

const SEARCH_AFTER_MS = 150

export type Search =
  | { readonly kind: 'none' }
  /** `text`: what was searched for, which may be older than what is in the field. */
  | { readonly kind: 'found'; readonly text: string; readonly found: readonly Found[] }
  | { readonly kind: 'failed'; readonly problem: Problem }

/** Searches all conversations shortly after the last key; 'none' while nothing is searched for. */
export function useSearch(ponder: Ponder, text: string): Search {
  const [search, setSearch] = useState<Search>({ kind: 'none' })
  const wanted = text.trim()
  useEffect(() => {
    if (wanted === '') return undefined
    const stop = new AbortController()
    const timer = setTimeout(() => {
      find(ponder, wanted, stop.signal).then(
        (next) => {
          if (!stop.signal.aborted) setSearch(next)
        },
        (thrown: unknown) => {
          if (!stop.signal.aborted) throw thrown
        },
      )
    }, SEARCH_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [ponder, wanted])
  return wanted === '' ? { kind: 'none' } : search
}

async function find(ponder: Ponder, text: string, signal: AbortSignal): Promise<Search> {
  try {
    const found = await ponder.calls().search({ text: text.slice(0, 1000) }, signal)
    return { kind: 'found', text, found }
  } catch (thrown) {
    if (thrown instanceof PonderError) return { kind: 'failed', problem: thrown.toProblem() }
    throw thrown
  }
}
