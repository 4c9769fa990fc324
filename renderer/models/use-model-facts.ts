import { useEffect, useState } from 'react'
import type { ModelFacts } from '../../electron/contract/model-facts.ts'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import { usePonder } from '../state/use-ponder.ts'

export type ReadFacts =
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly facts: ModelFacts }
  | { readonly kind: 'refused'; readonly problem: Problem }

/**
 * What a model's file says of itself, and whether it fits with a context of so many tokens; null: what was chosen for it.
 * What was known stays while it is asked again.
 */
export function useModelFacts(modelId: string, contextSize: number | null): ReadFacts {
  const ponder = usePonder()
  const [read, setRead] = useState<ReadFacts>({ kind: 'reading' })
  useEffect(() => {
    const asking = new AbortController()
    const become = (next: ReadFacts): void => {
      if (!asking.signal.aborted) setRead(next)
    }
    const ask = async (): Promise<ModelFacts> =>
      ponder.calls().describeModel({ modelId, contextSize }, asking.signal)
    ask().then(
      (facts) => become({ kind: 'known', facts }),
      (thrown: unknown) => become({ kind: 'refused', problem: problemOf(thrown) }),
    )
    return () => asking.abort()
  }, [ponder, modelId, contextSize])
  return read
}
