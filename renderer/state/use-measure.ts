import { useEffect, useState } from 'react'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { Measure } from '../../electron/contract/window-calls.ts'
import type { Ponder } from '../ponder.ts'

/** Long enough that a fast typist asks a few times a second, not at every key. */
const MEASURE_AFTER_MS = 200

export type MeasureOf = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly text: string
  /** Its tokenizer counts; null while none is open. */
  readonly modelId: string | null
  /** Nothing is counted meanwhile, and the last count stays. */
  readonly isPaused: boolean
}

/** How much of the model's context the next message would take; null while unknown. */
export function useMeasure(ponder: Ponder, of: MeasureOf): Measure | null {
  const { conversationId, parentId, text, modelId, isPaused } = of
  const [measured, setMeasured] = useState<Measure | null>(null)
  useEffect(() => {
    if (modelId === null || isPaused) return undefined
    const stop = new AbortController()
    const timer = setTimeout(() => {
      measure(ponder, { conversationId, parentId, text }, stop.signal).then(
        (next) => {
          if (!stop.signal.aborted) setMeasured(next)
        },
        (thrown: unknown) => {
          // Sending checks again and says what is wrong; the meter alone need not.
          if (!stop.signal.aborted && thrown instanceof PonderError) setMeasured(null)
          else if (!stop.signal.aborted) throw thrown
        },
      )
    }, MEASURE_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [ponder, conversationId, parentId, text, modelId, isPaused])
  return modelId === null ? null : measured
}

async function measure(
  ponder: Ponder,
  { conversationId, parentId, text }: Pick<MeasureOf, 'conversationId' | 'parentId' | 'text'>,
  signal: AbortSignal,
): Promise<Measure> {
  const parts = text.trim() === '' ? [] : [{ kind: 'text' as const, text }]
  return ponder.calls().measure({ conversationId, parentId, parts }, signal)
}
