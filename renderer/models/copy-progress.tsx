import type { ReactNode } from 'react'
import { percent } from '../parts/amounts.ts'
import type { Copying } from './use-add-model.ts'

type CopyProgressProps = { readonly copying: Copying; readonly onCancel: () => void }

/** At the lower edge of the window, wherever one is: how far the copy of a model is, and the way out. */
export function CopyProgress({ copying, onCancel }: CopyProgressProps): ReactNode {
  const name = `Copying ${copying.name} into your models folder`
  return (
    <section
      aria-label="Copying a model"
      className="fixed right-4 bottom-4 left-4 z-30 mx-auto flex max-w-[32rem] items-center gap-4 rounded-[10px] border border-line bg-raised py-2.5 pr-2.5 pl-4 text-sm shadow-raised"
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
