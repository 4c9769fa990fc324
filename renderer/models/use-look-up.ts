import { useCallback, useEffect, useRef, useState } from 'react'
import type { DownloadPlan } from '../../electron/contract/downloads.ts'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import type { Ponder } from '../ponder.ts'

/** What became of the address in the box. */
export type LookUp =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'found'; readonly plan: DownloadPlan }
  | { readonly kind: 'refused'; readonly problem: Problem }

export type LookUpActions = {
  readonly lookUp: LookUp
  readonly look: (address: string) => void
  /** Back to an empty box; gives up what is being asked. */
  readonly leave: () => void
}

/** Asks core to look an address up, one at a time; the last one asked for is the one that counts. */
export function useLookUp(ponder: Ponder): LookUpActions {
  const [lookUp, setLookUp] = useState<LookUp>({ kind: 'none' })
  const asking = useRef<AbortController | null>(null)
  useEffect(() => () => asking.current?.abort(), [])

  const leave = useCallback(() => {
    asking.current?.abort()
    setLookUp({ kind: 'none' })
  }, [])
  const look = useCallback(
    (address: string) => {
      asking.current?.abort()
      const own = (asking.current = new AbortController())
      const become = (next: LookUp): void => {
        if (!own.signal.aborted) setLookUp(next)
      }
      become({ kind: 'looking' })
      const ask = async (): Promise<DownloadPlan> => ponder.calls().lookUpModel({ address }, own.signal)
      ask().then(
        (plan) => become({ kind: 'found', plan }),
        (thrown: unknown) => become({ kind: 'refused', problem: problemOf(thrown) }),
      )
    },
    [ponder],
  )
  return { lookUp, look, leave }
}
