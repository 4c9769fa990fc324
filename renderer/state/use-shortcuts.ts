import { useEffect, useEffectEvent } from 'react'
import { commandOf, type Command } from './shortcuts.ts'

export const onMac = navigator.platform.startsWith('Mac')

/** Calls `run` for every shortcut pressed anywhere in the window; true from it means that it was taken. */
export function useShortcuts(run: (command: Command) => boolean): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const command = commandOf(event, onMac)
    if (command !== null && run(command)) event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}
