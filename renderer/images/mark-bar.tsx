import type { ReactNode } from 'react'
import type { Box } from '../../electron/contract/images.ts'
import { count } from '../parts/amounts.ts'

type MarkBarProps = { readonly region: Box; readonly onAsk: () => void }

/** Below the picture while a region is marked. */
export function MarkBar({ region, onAsk }: MarkBarProps): ReactNode {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t border-line px-4 py-2 text-sm">
      <p className="min-w-60 flex-1 text-muted">
        Draw over the picture, or use the arrow keys; with Shift they change the size.
      </p>
      <p className="tabular-nums">
        {count(region.width)} × {count(region.height)} pixels
      </p>
      <button type="button" className="button button-main" onClick={onAsk}>
        Ask about this region
      </button>
    </footer>
  )
}
