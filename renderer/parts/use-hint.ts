import { useMemo, useRef, type KeyboardEvent, type RefObject } from 'react'

/** Long enough to move the pointer from what was pointed at to the hint over it. */
const LINGER_MS = 150

export type Hint = {
  readonly popover: RefObject<HTMLDivElement | null>
  /** For what the hint is about. */
  readonly about: {
    readonly onMouseEnter: (event: { readonly currentTarget: HTMLElement }) => void
    readonly onMouseLeave: () => void
    readonly onFocus: (event: { readonly currentTarget: HTMLElement }) => void
    readonly onBlur: () => void
    readonly onKeyDown: (event: KeyboardEvent) => void
  }
  /** For the hint itself: it stays while the pointer is on it. */
  readonly itself: { readonly onMouseEnter: () => void; readonly onMouseLeave: () => void }
}

/** Shows a native popover while something is pointed at or focused by keyboard; Esc takes it away. */
export function useHint(): Hint {
  const popover = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return useMemo(() => {
    const stay = (): void => clearTimeout(timer.current)
    const hide = (): void => {
      stay()
      if (popover.current?.matches(':popover-open') === true) popover.current.hidePopover()
    }
    const hideSoon = (): void => {
      stay()
      timer.current = setTimeout(hide, LINGER_MS)
    }
    const show = (source: HTMLElement): void => {
      stay()
      popover.current?.showPopover({ source })
    }
    return {
      popover,
      about: {
        onMouseEnter: ({ currentTarget }) => show(currentTarget),
        onMouseLeave: hideSoon,
        onFocus: ({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) show(currentTarget)
        },
        onBlur: hide,
        onKeyDown: ({ key }) => {
          if (key === 'Escape') hide()
        },
      },
      itself: { onMouseEnter: stay, onMouseLeave: hideSoon },
    }
  }, [])
}
