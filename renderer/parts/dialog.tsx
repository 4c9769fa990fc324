import type { MouseEvent, ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useModal } from './use-modal.ts'

type DialogProps = { readonly name: string; readonly onClose: () => void; readonly children: ReactNode }

/** A native modal dialog with a title and a way out. Mounted while it is open. */
export function Dialog({ name, onClose, children }: DialogProps): ReactNode {
  const dialog = useModal()
  return (
    <dialog
      ref={dialog}
      aria-label={name}
      className="dialog"
      onClose={onClose}
      onClick={(event) => closeOutside(event, onClose)}
    >
      <header className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
        <h2 className="text-base font-semibold">{name}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
    </dialog>
  )
}

type SheetProps = DialogProps & { readonly side: 'start' | 'end' }

/** What slides in over a narrow window: the list or the details. */
export function Sheet({ name, side, onClose, children }: SheetProps): ReactNode {
  const dialog = useModal()
  return (
    <dialog
      ref={dialog}
      aria-label={name}
      className={side === 'start' ? 'sheet sheet-start' : 'sheet sheet-end'}
      onClose={onClose}
      onClick={(event) => closeOutside(event, onClose)}
    >
      {children}
    </dialog>
  )
}

/** A click on the backdrop reaches the dialog itself, one inside reaches something in it. */
function closeOutside(event: MouseEvent<HTMLDialogElement>, onClose: () => void): void {
  if (event.target === event.currentTarget) onClose()
}
