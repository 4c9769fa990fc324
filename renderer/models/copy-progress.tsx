import { useSyncExternalStore, type ReactNode } from 'react'
import { percent } from '../parts/amounts.ts'
import type { CopyingStore } from './copying-store.ts'

type CopyProgressProps = { readonly copying: CopyingStore; readonly onCancel: () => void }

/** Below the header, wherever one is: how far the copy of a model is, and the way out. */
export function CopyProgress({ copying: store, onCancel }: CopyProgressProps): ReactNode {
  const copying = useSyncExternalStore(store.listen, store.now)
  if (copying === null) return null
  const name = `Copying ${copying.name} into your models folder`
  return (
    <section
      aria-label="Copying a model"
      className="mx-auto flex w-full max-w-(--column) shrink-0 items-center gap-4 px-4 py-2 text-sm"
    >
      <div className="min-w-0 flex-1">
        <p role="status" className="truncate">
          {name}
        </p>
        <div className="mt-1.5 flex items-center gap-3">
          <progress aria-label={name} className="progress h-1 min-w-0 flex-1" max={1} value={copying.share} />
          <span className="w-9 text-right text-xs text-muted tabular-nums">{percent(copying.share)}</span>
        </div>
      </div>
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
    </section>
  )
}
