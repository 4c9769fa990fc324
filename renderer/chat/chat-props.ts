import type { ReactNode } from 'react'
import type { EngineState } from '../../electron/contract/models.ts'
import type { ModeAsked } from '../../electron/contract/turns.ts'
import type { Efforts } from '../state/use-efforts.ts'
import type { ComposerModel } from './composer.tsx'

/** What the app gives to whichever chat is shown. */
export type ChatProps = {
  readonly engine: EngineState | null
  readonly model: ComposerModel
  readonly mode: ModeAsked
  readonly efforts: Efforts
  readonly header: ReactNode
  readonly detailsOpen: boolean
  readonly onDetailsOpen: (open: boolean) => void
  readonly onMode: (mode: ModeAsked) => void
  /** How readily Auto thinks; null while it does not learn, and does what the model leans to. */
  readonly margin: number | null
  readonly onMargin: (margin: number) => void
  readonly onRestart: () => void
  /** null when there is no other model. */
  readonly onChooseModel: (() => void) | null
}
