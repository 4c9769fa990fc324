import { useEffect, useState } from 'react'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { Part } from '../../electron/contract/turns.ts'
import type { Measure } from '../../electron/contract/window-calls.ts'
import type { Ponder } from '../ponder.ts'

/** Long enough that a fast typist asks a few times a second, not at every key. */
const MEASURE_AFTER_MS = 200

export type MeasureOf = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly parts: readonly Part[]
  /** Its tokenizer counts; null while none is open. */
  readonly modelId: string | null
  /** Nothing is counted meanwhile, and the last count stays. */
  readonly isPaused: boolean
}

/** How much of the model's context the next message would take; null while unknown. */
export function useMeasure(ponder: Ponder, of: MeasureOf): Measure | null {
  const { conversationId, parentId, parts, modelId, isPaused } = of
  const [measured, setMeasured] = useState<Measure | null>(null)
  useEffect(() => {
    if (modelId === null || isPaused) return undefined
    const stop = new AbortController()
    const timer = setTimeout(() => {
      measure(ponder, { conversationId, parentId, parts }, stop.signal).then(
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
  }, [ponder, conversationId, parentId, parts, modelId, isPaused])
  return modelId === null ? null : measured
}

async function measure(
  ponder: Ponder,
  { conversationId, parentId, parts }: Pick<MeasureOf, 'conversationId' | 'parentId' | 'parts'>,
  signal: AbortSignal,
): Promise<Measure> {
  const isBlank = parts.every((part) => part.kind === 'text' && part.text.trim() === '')
  return ponder.calls().measure({ conversationId, parentId, parts: isBlank ? [] : [...parts] }, signal)
}
