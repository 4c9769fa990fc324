import { useId, useState, type ReactNode } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { MarginSlider } from './margin-slider.tsx'
import { marginName } from './margin-words.ts'

type MarginMenuProps = {
  /** As it is set. */
  readonly margin: number
  readonly onChange: (margin: number) => void
}

/** Beside Auto: how readily it thinks, with what another place would have meant for the last questions. */
export function MarginMenu({ margin, onChange }: MarginMenuProps): ReactNode {
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const name = `How readily Auto thinks: ${marginName(margin)}`
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={name} title={name} className="icon-button">
        <Icon name="settings" />
      </button>
      {/* A native popover: the browser closes it on Esc and on a click elsewhere, and gives the focus back. */}
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label="How readily Auto thinks"
        className="menu margin-menu"
        // Before, so that there is something to focus once it is open.
        onBeforeToggle={(event) => {
          if (event.newState === 'open') setIsOpen(true)
        }}
        onToggle={(event) => {
          if (event.newState === 'open') event.currentTarget.querySelector('input')?.focus()
          // Only now: the focus goes back to the button if it was still inside.
          else setIsOpen(false)
        }}
      >
        {isOpen && <MarginSlider margin={margin} report={null} news={0} onChange={onChange} />}
      </div>
    </>
  )
}
