import type { ReactNode } from 'react'
import type { Measure } from '../../electron/contract/window-calls.ts'
import { count, shortCount, tokens } from '../parts/amounts.ts'

/** How much of the model's context the next message would fill, counted with its own tokenizer. */
export function ContextMeter({ measure }: { readonly measure: Measure | null }): ReactNode {
  // The room stays, so that nothing moves when the count comes.
  if (measure === null) return <div className="h-8 w-24" />
  const { tokens: used, contextSize, reserved, fits } = measure
  const share = Math.min(1, used / contextSize)
  const words = `${count(used)} of ${tokens(contextSize)}, ${count(reserved)} kept free for the answer`
  return (
    <div className="flex h-8 items-center gap-2 text-xs text-muted tabular-nums" title={words}>
      <div
        role="meter"
        aria-label="Context"
        aria-valuemin={0}
        aria-valuemax={contextSize}
        aria-valuenow={Math.min(used, contextSize)}
        aria-valuetext={words}
        className="h-1 w-10 overflow-hidden rounded-full bg-softer"
      >
        <div
          className={`meter-fill h-full origin-left ${fits ? 'bg-muted' : 'bg-caution'}`}
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <span className={fits ? '' : 'font-medium text-caution'}>
        {shortCount(used)}/{shortCount(contextSize)}
      </span>
    </div>
  )
}
