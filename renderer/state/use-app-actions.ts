import { useMemo } from 'react'
import type { Settings } from '../../electron/contract/settings.ts'
import type { Ponder } from '../ponder.ts'
import type { Notices } from './use-notices.ts'

export type AppActions = {
  readonly changeSettings: (change: Partial<Settings>) => void
  readonly openModel: (modelId: string) => void
  readonly refreshModels: () => void
  readonly forgetModel: (modelId: string) => void
  readonly restartEngine: () => void
}

/** What can be asked of the whole app; what came of it arrives through the app's state. */
export function useAppActions(ponder: Ponder, { attempt }: Pick<Notices, 'attempt'>): AppActions {
  return useMemo(
    () => ({
      changeSettings: (change) => attempt(async () => ponder.calls().changeSettings(change)),
      openModel: (modelId) => attempt(async () => ponder.calls().openModel({ modelId })),
      forgetModel: (modelId) => attempt(async () => ponder.calls().forgetModel({ modelId })),
      // Also asked by a page that opens before the connection does.
      refreshModels: () => attempt(async () => (await ponder.callsSoon()).refreshModels({})),
      restartEngine: () => attempt(async () => ponder.calls().restartEngine({})),
    }),
    [ponder, attempt],
  )
}
