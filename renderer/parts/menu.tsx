import { useId, type KeyboardEvent, type ReactNode, type ToggleEvent } from 'react'

type MenuProps = {
  /** The menu's name, and the button's when it shows no words. */
  readonly name: string
  readonly button: ReactNode
  readonly buttonClass?: string
  readonly buttonId?: string
  readonly title?: string
  readonly children: ReactNode
}

/**
 * A button with a native popover of menu items below it. The browser closes it on Esc and on a click elsewhere and
 * gives the focus back; the arrow keys are ours.
 */
export function Menu({ name, button, buttonClass, buttonId, title, children }: MenuProps): ReactNode {
  const id = useId()
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={name}
        title={title ?? name}
        id={buttonId}
        className={buttonClass ?? 'icon-button'}
      >
        {button}
      </button>
      <div
        id={id}
        popover="auto"
        role="menu"
        aria-label={name}
        tabIndex={-1}
        className="menu"
        onToggle={focusFirst}
        onKeyDown={moveFocus}
      >
        {children}
      </div>
    </>
  )
}

type MenuItemProps = {
  readonly onChoose: () => void
  /** Given for one of several where one is chosen. */
  readonly chosen?: boolean
  readonly children: ReactNode
}

export function MenuItem({ onChoose, chosen, children }: MenuItemProps): ReactNode {
  return (
    <button
      type="button"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      tabIndex={-1}
      className="menu-item"
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        onChoose()
      }}
    >
      {children}
    </button>
  )
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

function focusFirst(event: ToggleEvent<HTMLDivElement>): void {
  if (event.newState !== 'open') return
  const items = itemsOf(event.currentTarget)
  const chosen = items.find((item) => item.getAttribute('aria-checked') === 'true')
  ;(chosen ?? items[0] ?? event.currentTarget).focus()
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const items = itemsOf(event.currentTarget)
  const at = items.findIndex((item) => item === document.activeElement)
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
  if (event.key === 'Tab') event.currentTarget.hidePopover()
  if (next === undefined) return
  event.preventDefault()
  items[(next + items.length) % items.length]?.focus()
}
