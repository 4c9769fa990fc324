import type { ReactNode } from 'react'
import type { EngineState, ModelEntry } from '../../electron/contract/models.ts'
import { percent } from '../parts/amounts.ts'
import { Icon } from '../parts/icon.tsx'
import { entryLine } from './model-words.ts'

type ModelRowProps = {
  readonly entry: ModelEntry
  readonly engine: EngineState | null
  readonly onOpen: () => void
  /** Given for what the person has added themselves. */
  readonly onForget: (() => void) | null
}

/** One model: what it is, and the way to open it. */
export function ModelRow({ entry, engine, onOpen, onForget }: ModelRowProps): ReactNode {
  const line = entryLine(entry)
  return (
    <li className="flex items-center gap-3 border-b border-line py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{entry.name}</p>
        {line !== '' && <p className="text-sm break-words text-muted">{line}</p>}
        {entry.problem !== null && (
          <p className="text-sm break-words text-caution">
            {entry.problem.message} {entry.problem.remedy}
          </p>
        )}
      </div>
      {onForget !== null && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Take ${entry.name} off the list`}
          title="Take off the list; the file stays"
          onClick={onForget}
        >
          <Icon name="close" />
        </button>
      )}
      <State entry={entry} engine={engine} onOpen={onOpen} />
    </li>
  )
}

function State({ entry, engine, onOpen }: Omit<ModelRowProps, 'onForget'>): ReactNode {
  if (engine?.kind === 'ready' && engine.model.id === entry.id)
    return (
      <span className="flex items-center gap-1 text-sm text-muted">
        <Icon name="check" />
        in use
      </span>
    )
  if (engine?.kind === 'loading' && engine.modelId === entry.id)
    return <span className="text-sm text-muted tabular-nums">opening {percent(engine.progress)}</span>
  return (
    <button type="button" className="button" aria-label={`Open ${entry.name}`} onClick={onOpen}>
      Open
    </button>
  )
}
