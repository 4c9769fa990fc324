import type { Download } from '../../electron/contract/downloads.ts'
import type { Devices } from '../../electron/contract/devices.ts'
import type { EngineState, ModelEntry, ModelNote } from '../../electron/contract/models.ts'
import type { Settings } from '../../electron/contract/settings.ts'
import type { Conversation } from '../../electron/contract/turns.ts'
import type { AppUpdate } from '../../electron/contract/window-calls.ts'

/** What every page of the window stands on; null until core has said it. */
export type AppState = {
  readonly engine: EngineState | null
  readonly conversations: readonly Conversation[] | null
  /** Conversations in which an answer is being written or stands in line. */
  readonly answering: readonly string[]
  readonly settings: Settings | null
  readonly models: readonly ModelEntry[]
  /** What was skipped in the search for models. */
  readonly modelNotes: readonly ModelNote[]
  readonly downloads: readonly Download[]
  readonly devices: Devices | null
}

export const unknownApp: AppState = {
  engine: null,
  conversations: null,
  answering: [],
  settings: null,
  models: [],
  modelNotes: [],
  downloads: [],
  devices: null,
}

/** Each update carries the whole new state of its kind, so the last one wins. */
export function foldApp(state: AppState, update: AppUpdate): AppState {
  switch (update.kind) {
    case 'engine':
      return { ...state, engine: update.engine }
    case 'conversations':
      return { ...state, conversations: update.conversations }
    case 'answering':
      return { ...state, answering: update.conversationIds }
    case 'settings':
      return { ...state, settings: update.settings }
    case 'models':
      return { ...state, models: update.models, modelNotes: update.notes }
    case 'devices':
      return { ...state, devices: update.devices }
    case 'downloads':
      return { ...state, downloads: update.downloads }
  }
  return update satisfies never
}
