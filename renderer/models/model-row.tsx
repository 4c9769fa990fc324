import { useId, useState, type ReactNode } from 'react'
import type { EngineState, ModelEntry } from '../../electron/contract/models.ts'
import { percent } from '../parts/amounts.ts'
import { Icon } from '../parts/icon.tsx'
import { ModelAbout } from './model-about.tsx'
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
  const [isShown, setIsShown] = useState(false)
  const aboutId = useId()
  return (
    <li className="border-b border-line py-2.5 last:border-b-0">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium break-words">{entry.name}</p>
          {line !== '' && <p className="text-sm break-words text-muted">{line}</p>}
          {entry.problem !== null && (
            <p className="text-sm break-words text-caution">
              {entry.problem.message} {entry.problem.remedy}
            </p>
          )}
        </div>
        {entry.problem === null && (
          <button
            type="button"
            className="icon-button"
            aria-label={`About ${entry.name}`}
            aria-expanded={isShown}
            aria-controls={aboutId}
            onClick={() => setIsShown(!isShown)}
          >
            About
            <Icon name={isShown ? 'down' : 'right'} />
          </button>
        )}
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
      </div>
      <div
        id={aboutId}
        className="mt-2 mb-1 rounded-[10px] border border-line bg-raised p-4"
        hidden={!isShown}
      >
        {isShown && <ModelAbout key={openedKey(engine)} modelId={entry.id} />}
      </div>
    </li>
  )
}

/** Changes with what is open, and with how: memory is then free or taken, and is looked at again. */
function openedKey(engine: EngineState | null): string | null {
  if (engine?.kind !== 'ready') return null
  const { id, contextSize, cacheType } = engine.model
  return `${id} ${contextSize} ${cacheType}`
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
  if (engine?.kind === 'resting' && engine.modelId === entry.id)
    return <span className="text-sm text-muted">makes room</span>
  return (
    <button type="button" className="button" aria-label={`Open ${entry.name}`} onClick={onOpen}>
      Open
    </button>
  )
}
