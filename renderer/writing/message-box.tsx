import { useEffect, useEffectEvent, useRef, type KeyboardEvent, type ReactNode } from 'react'
import type { Writing } from './writing.ts'

type MessageBoxProps = {
  readonly writing: Writing
  readonly isEmpty: boolean
  readonly placeholder: string
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void
}

/** Where one writes: text, and images anywhere in it. What is in it belongs to `writing`, not to React. */
export function MessageBox(props: MessageBoxProps): ReactNode {
  const { writing, isEmpty, placeholder, onKeyDown } = props
  const box = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const begin = useEffectEvent((root: HTMLElement, marks: HTMLElement) => writing.attach(root, marks))
  useEffect(() => {
    if (box.current === null || mark.current === null) return undefined
    const end = begin(box.current, mark.current)
    // The window opens for writing.
    writing.focusEnd()
    return end
  }, [writing])
  return (
    <div className="relative">
      <div
        ref={box}
        role="textbox"
        aria-label="Message"
        aria-multiline="true"
        aria-placeholder={placeholder}
        data-placeholder={placeholder}
        data-empty={isEmpty ? '' : undefined}
        dir="auto"
        tabIndex={0}
        spellCheck
        // Not "plaintext-only": there Chromium does not say what a key would delete. Markup never comes in anyway.
        contentEditable
        suppressContentEditableWarning
        className="message-box"
        onKeyDown={onKeyDown}
      />
      <div ref={mark} hidden className="drop-mark" />
    </div>
  )
}
