import { useEffect, useRef, useState } from 'react'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import type { Calls } from '../ponder.ts'
import { usePonder } from './use-ponder.ts'

export type AskedStream<Update> = {
  /** The newest that was heard; null before anything was. */
  readonly update: Update | null
  readonly isRunning: boolean
  readonly problem: Problem | null
  readonly run: (open: (calls: Calls, signal: AbortSignal) => AsyncIterable<Update>) => void
  readonly stop: () => void
}

/** Follows one stream of core at a time. Going away stops it. */
export function useAskedStream<Update>(): AskedStream<Update> {
  const ponder = usePonder()
  const [update, setUpdate] = useState<Update | null>(null)
  const [isRunning, setIsRunning] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const stop = (): void => {
    running.current?.abort()
    setIsRunning(false)
  }
  const run: AskedStream<Update>['run'] = (open) => {
    stop()
    const { signal } = (running.current = new AbortController())
    setUpdate(null)
    setProblem(null)
    setIsRunning(true)
    const follow = async (): Promise<void> => {
      try {
        for await (const next of open(await ponder.callsSoon(), signal)) if (!signal.aborted) setUpdate(next)
      } catch (thrown) {
        if (!signal.aborted) setProblem(problemOf(thrown))
      } finally {
        if (!signal.aborted) setIsRunning(false)
      }
    }
    void follow()
  }
  return { update, isRunning, problem, run, stop }
}
