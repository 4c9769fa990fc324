import { useLayoutEffect } from 'react'
import type { Settings } from '../../electron/contract/settings.ts'

const THEME_NAME = 'ponder-theme'

/** The theme of last time, before core has said anything: no flash of the wrong one. */
export function applyRememberedTheme(): void {
  applyTheme(localStorage.getItem(THEME_NAME) ?? 'system')
}

export function useTheme(theme: Settings['theme'] | undefined): void {
  useLayoutEffect(() => {
    if (theme === undefined) return
    applyTheme(theme)
    localStorage.setItem(THEME_NAME, theme)
  }, [theme])
}

function applyTheme(theme: string): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
