import { useEffect, useReducer, useState } from 'react'
import type { Problem } from '../../electron/contract/ponder-error.ts'
import type { AppUpdate } from '../../electron/contract/window-calls.ts'
import type { Ponder } from '../ponder.ts'
import { coalesce } from './coalesce.ts'
import { foldApp, unknownApp, type AppState } from './fold-app.ts'

const foldAll = (state: AppState, updates: readonly AppUpdate[]): AppState => updates.reduce(foldApp, state)

/** Engine, conversations, settings and models as core says them; `problem` when they cannot be followed. */
export function useAppState(ponder: Ponder): { readonly app: AppState; readonly problem: Problem | null } {
  const [app, fold] = useReducer(foldAll, unknownApp)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const updates = coalesce<AppUpdate>(fold)
    void ponder.follow(
      (calls, signal) => calls.watchApp({}, signal),
      { item: updates.add, problem: setProblem },
      stop.signal,
    )
    return () => {
      stop.abort()
      updates.cancel()
    }
  }, [ponder])
  return { app, problem }
}
