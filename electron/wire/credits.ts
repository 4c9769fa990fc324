import { WINDOW } from './port.ts'

/** How many more items one reader can take. */
export type Credits = {
  readonly grant: (count: number) => void
  /** Resolves with true once an item may be sent, with false once `signal` has aborted. */
  readonly take: () => Promise<boolean>
}

/** Starts with one whole window and never holds more, whatever the reader claims. One taker at a time. */
export function openCredits(signal: AbortSignal): Credits {
  let left = WINDOW
  let wake: (() => void) | null = null

  function wakeTaker(): void {
    wake?.()
    wake = null
  }
  signal.addEventListener('abort', wakeTaker, { once: true })

  return {
    grant: (count) => {
      left = Math.min(WINDOW, left + count)
      wakeTaker()
    },
    take: async () => {
      if (left === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (signal.aborted) return false
      left -= 1
      return true
    },
  }
}
