import type { ReactNode } from 'react'
import type { EngineState, ModelEntry } from '../../electron/contract/models.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { percent } from '../parts/amounts.ts'
import { entryLine, groupBySource, sourceNames, thinkingWords } from './model-words.ts'

/** The button's id, for the shortcut that presses it. */
export const CHOOSE_MODEL = 'choose-model'

type ModelPickerProps = {
  readonly engine: EngineState | null
  readonly models: readonly ModelEntry[]
  readonly onOpen: (modelId: string) => void
  readonly onAdd: () => void
  readonly onShowAll: () => void
}

/** The name of the model that answers, and the list to choose another from. */
export function ModelPicker({ engine, models, onOpen, onAdd, onShowAll }: ModelPickerProps): ReactNode {
  const shownId = engine === null || engine.kind === 'empty' ? null : idOf(engine)
  const words = engineWords(engine)
  return (
    <Menu
      name={`Model: ${words.name}${words.more === '' ? '' : `, ${words.more}`}`}
      title="Choose a model"
      buttonId={CHOOSE_MODEL}
      buttonClass="icon-button !h-8 min-w-0 shrink !px-2"
      button={
        <>
          <span className="truncate font-medium text-text">{words.name}</span>
          {words.more !== '' && <span className="truncate max-[479.9px]:hidden">· {words.more}</span>}
          <Icon name="down" />
        </>
      }
    >
      {groupBySource(models).map((group) => (
        <div key={group.source} role="group" aria-label={sourceNames[group.source]}>
          <p aria-hidden="true" className="px-2.5 pt-2 pb-0.5 text-xs text-muted">
            {sourceNames[group.source]}
          </p>
          {group.models.map((entry) => (
            <MenuItem key={entry.id} chosen={entry.id === shownId} onChoose={() => onOpen(entry.id)}>
              <span className="w-4 shrink-0">{entry.id === shownId && <Icon name="check" />}</span>
              <span className="min-w-0">
                <span className="block break-words">{entry.name}</span>
                <span className="block text-xs break-words text-muted">{entryLine(entry)}</span>
              </span>
            </MenuItem>
          ))}
        </div>
      ))}
      {models.length === 0 && <p className="px-2.5 py-1.5 text-sm text-muted">No models were found.</p>}
      <hr className="my-1 border-line" />
      <MenuItem onChoose={onAdd}>
        <span className="w-4 shrink-0">
          <Icon name="plus" />
        </span>
        Add a model…
      </MenuItem>
      <MenuItem onChoose={onShowAll}>
        <span className="w-4 shrink-0">
          <Icon name="model" />
        </span>
        About all models
      </MenuItem>
    </Menu>
  )
}

function idOf(engine: Exclude<EngineState, { kind: 'empty' }>): string | null {
  return engine.kind === 'ready' ? engine.model.id : engine.modelId
}

function engineWords(engine: EngineState | null): { readonly name: string; readonly more: string } {
  if (engine === null) return { name: 'Ponder', more: '' }
  switch (engine.kind) {
    case 'empty':
      return { name: 'Choose a model', more: '' }
    case 'loading':
      return {
        name: engine.name,
        more: `${engine.again ? 'starting again' : 'opening'} ${percent(engine.progress)}`,
      }
    case 'ready':
      return { name: engine.model.name, more: thinkingWords(engine.model.thinking) }
    case 'resting':
      return { name: engine.name, more: 'makes room for another' }
    case 'failed':
      return { name: engine.name ?? 'No model', more: 'not running' }
  }
  return engine satisfies never
}
