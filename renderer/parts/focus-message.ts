/**
 * Back to where one writes, after something that takes its own button away. Not on touch screens, where it would
 * bring up the keyboard.
 */
export function focusMessage(): void {
  if (matchMedia('(hover: none)').matches) return
  document.querySelector<HTMLElement>('main .message-box')?.focus()
}
