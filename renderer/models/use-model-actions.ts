import { useMemo } from 'react'
import type { ContextChoice } from '../../electron/contract/context-choice.ts'
import type { TemplateChoice } from '../../electron/contract/models.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'

export type ModelActions = {
  readonly cancelOpening: () => void
  /** null: its own again. */
  readonly chooseTemplate: (modelId: string, template: TemplateChoice | null) => void
  /** null: what Ponder decides again. */
  readonly openWithContext: (modelId: string, context: ContextChoice | null) => void
  readonly lookForDevices: () => void
}

/** What can be asked about the open model; what came of it arrives through the app's state. */
export function useModelActions(): ModelActions {
  const ponder = usePonder()
  const { attempt } = useNotices()
  return useMemo(
    () => ({
      cancelOpening: () => attempt(async () => ponder.calls().cancelOpening({})),
      chooseTemplate: (modelId, template) =>
        attempt(async () => ponder.calls().chooseTemplate({ modelId, template })),
      openWithContext: (modelId, context) =>
        attempt(async () => ponder.calls().openModel({ modelId, context })),
      lookForDevices: () => attempt(async () => ponder.calls().lookForDevices({})),
    }),
    [ponder, attempt],
  )
}
