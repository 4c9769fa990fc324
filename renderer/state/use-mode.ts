import { useCallback, useState } from 'react'
import type { Settings } from '../../electron/contract/settings.ts'
import type { ModeAsked } from '../../electron/contract/turns.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from './use-notices.ts'

/**
 * This window's mode. It begins as the one chosen last in any window and is its own from then on: another window
 * never changes how the question here is answered.
 */
export function useMode(
  ponder: Ponder,
  { attempt }: Pick<Notices, 'attempt'>,
  settings: Settings | null,
): readonly [ModeAsked, (mode: ModeAsked) => void] {
  const [mode, setMode] = useState<ModeAsked | null>(null)
  if (mode === null && settings !== null) setMode(settings.mode)

  const changeMode = useCallback(
    (next: ModeAsked) => {
      // At once: a question sent right after must go with it. Stored for the windows opened later.
      setMode(next)
      attempt(async () => (await ponder.callsSoon()).changeSettings({ mode: next }))
    },
    [ponder, attempt],
  )
  return [mode ?? settings?.mode ?? 'auto', changeMode]
}
