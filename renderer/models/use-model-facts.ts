import { useCallback, useEffect, useState } from 'react'
import type { ModelFacts } from '../../electron/contract/model-facts.ts'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import { usePonder } from '../state/use-ponder.ts'

export type ReadFacts =
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly facts: ModelFacts }
  | { readonly kind: 'refused'; readonly problem: Problem }

/**
 * What a model's file says of itself, and whether it fits with a context of so many tokens (null: what was chosen for it);
 * and the way to ask anew. What was known stays while it is asked again.
 */
export function useModelFacts(
  modelId: string,
  contextSize: number | null,
): { readonly read: ReadFacts; readonly readAgain: () => void } {
  const ponder = usePonder()
  const [read, setRead] = useState<ReadFacts>({ kind: 'reading' })
  const ask = useCallback(
    (signal: AbortSignal) => {
      const become = (next: ReadFacts): void => {
        if (!signal.aborted) setRead(next)
      }
      const described = async (): Promise<ModelFacts> =>
        ponder.calls().describeModel({ modelId, contextSize }, signal)
      described().then(
        (facts) => become({ kind: 'known', facts }),
        (thrown: unknown) => become({ kind: 'refused', problem: problemOf(thrown) }),
      )
    },
    [ponder, modelId, contextSize],
  )
  useEffect(() => {
    const asking = new AbortController()
    ask(asking.signal)
    return () => asking.abort()
  }, [ask])
  return { read, readAgain: () => ask(new AbortController().signal) }
}
