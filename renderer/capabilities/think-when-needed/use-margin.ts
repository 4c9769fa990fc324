import { useEffect, useState } from 'react'
import type { MarginPreview } from '../../../electron/contract/learning.ts'
import { PonderError } from '../../../electron/contract/ponder-error.ts'
import type { Ponder } from '../../ponder.ts'

/** While one drags, asked a few times a second and not at every pixel. */
const PREVIEW_AFTER_MS = 120

export type Margin = {
  /** Where the slider stands: what is set, or what is tried and not yet let go. */
  readonly margin: number
  readonly preview: MarginPreview | null
  readonly tryOut: (margin: number) => void
  /** Keeps what was tried. */
  readonly letGo: () => void
}

/**
 * The margin as it is dragged, and what it would have meant for the last questions. `news` changes when those may have.
 */
export function useMargin(
  ponder: Ponder,
  set: number,
  { news, onChange }: { readonly news: number; readonly onChange: (margin: number) => void },
): Margin {
  const [tried, setTried] = useState<number | null>(null)
  const [seen, setSeen] = useState(set)
  const [heard, setHeard] = useState<{ readonly moment: string; readonly preview: MarginPreview | null }>()
  if (seen !== set) {
    // Kept by now, here or by another window.
    setSeen(set)
    setTried(null)
  }
  const margin = tried ?? set
  // What is compared with, and what is looked at.
  const moment = `${set} ${news}`
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      askPreview(ponder, margin, stop.signal).then(
        (preview) => {
          if (!stop.signal.aborted) setHeard({ moment, preview })
        },
        (thrown: unknown) => {
          // No model that thinks, or no connection: the page says so elsewhere, and there is nothing to compare.
          if (stop.signal.aborted) return
          if (!(thrown instanceof PonderError)) throw thrown
          setHeard({ moment, preview: null })
        },
      )
    }, PREVIEW_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [ponder, margin, moment])
  return {
    margin,
    preview: heard?.preview ?? null,
    tryOut: setTried,
    letGo: () => {
      if (tried !== null && tried !== set) onChange(tried)
    },
  }
}

async function askPreview(ponder: Ponder, margin: number, signal: AbortSignal): Promise<MarginPreview> {
  return (await ponder.callsSoon()).marginPreview({ margin }, signal)
}
