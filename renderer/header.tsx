import type { ReactNode } from 'react'
import type { EngineState, ModelEntry } from '../electron/contract/models.ts'
import { ModelPicker } from './models/model-picker.tsx'
import { Icon, type IconName } from './parts/icon.tsx'
import type { Connection } from './ponder.ts'

type HeaderProps = {
  readonly connection: Connection
  readonly engine: EngineState | null
  readonly models: readonly ModelEntry[]
  readonly listOpen: boolean
  readonly detailsOpen: boolean
  readonly onList: () => void
  readonly onDetails: () => void
  readonly onSettings: () => void
  readonly onShortcuts: () => void
  readonly onOpenModel: (modelId: string) => void
  readonly onAddModel: () => void
  readonly onShowModels: () => void
}

/** The line above the page: the model at the left, settings and panels at the right. */
export function Header(props: HeaderProps): ReactNode {
  const { connection, engine, models, listOpen, detailsOpen } = props
  const words = connectionWords(connection)
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2">
      <HeaderButton name="Conversation list" icon="list" isOpen={listOpen} onPress={props.onList} />
      <ModelPicker
        engine={engine}
        models={models}
        onOpen={props.onOpenModel}
        onAdd={props.onAddModel}
        onShowAll={props.onShowModels}
      />
      <p role="status" title={words} className="ml-auto truncate px-1 text-sm text-muted">
        {words}
      </p>
      <HeaderButton name="Shortcuts" icon="help" onPress={props.onShortcuts} hiddenWhenNarrow />
      <HeaderButton name="Settings" icon="settings" onPress={props.onSettings} />
      <HeaderButton name="Details" icon="details" isOpen={detailsOpen} onPress={props.onDetails} />
    </header>
  )
}

function connectionWords(connection: Connection): string {
  if (connection === 'silent') return 'Ponder does not answer. Start it again; nothing is lost.'
  return connection === 'lost' ? 'Reconnecting…' : ''
}

type HeaderButtonProps = {
  readonly name: string
  readonly icon: IconName
  /** Given for a button that shows and hides something. */
  readonly isOpen?: boolean
  readonly hiddenWhenNarrow?: boolean
  readonly onPress: () => void
}

function HeaderButton({ name, icon, isOpen, hiddenWhenNarrow, onPress }: HeaderButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-expanded={isOpen}
      className={`icon-button !h-8 !w-8 shrink-0 ${hiddenWhenNarrow === true ? 'max-[479.9px]:!hidden' : ''}`}
      onClick={onPress}
    >
      <Icon name={icon} size={20} />
    </button>
  )
}
