import type { ReactNode } from 'react'
import { Dialog } from '../../parts/dialog.tsx'

type ResetDialogProps = {
  readonly modelName: string
  readonly onReset: () => void
  readonly onClose: () => void
}

/** Asked once before everything is forgotten: this is the one thing here that cannot be taken back. */
export function ResetDialog({ modelName, onReset, onClose }: ResetDialogProps): ReactNode {
  return (
    <Dialog name="Forget what was learned?" onClose={onClose}>
      <p>
        Auto forgets when {modelName} should think: every version, the rewards of its answers and its
        calibrations. Your conversations and thumbs stay. This cannot be taken back.
      </p>
      <div className="mt-5 flex justify-end gap-2">
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            onReset()
            onClose()
          }}
        >
          <span className="text-loss">Forget it all</span>
        </button>
      </div>
    </Dialog>
  )
}
