import { useEffect, type ReactNode } from 'react'
import type { Devices } from '../../electron/contract/devices.ts'
import type { Download } from '../../electron/contract/downloads.ts'
import type { EngineState, ModelEntry, ModelNote } from '../../electron/contract/models.ts'
import { NoticeList } from '../parts/notice-list.tsx'
import { Icon } from '../parts/icon.tsx'
import { Downloads } from './downloads.tsx'
import { EngineNotice } from './engine-notice.tsx'
import { HowToAdd } from './how-to-add.tsx'
import { ModelInUse } from './model-in-use.tsx'
import { ModelRow } from './model-row.tsx'
import { groupBySource, sourceNames } from './model-words.ts'

type ModelsPageProps = {
  readonly header: ReactNode
  readonly engine: EngineState | null
  readonly models: readonly ModelEntry[]
  /** What was skipped in the search for them. */
  readonly notes: readonly ModelNote[]
  readonly downloads: readonly Download[]
  readonly devices: Devices | null
  readonly onSettings: () => void
  readonly onOpen: (modelId: string) => void
  readonly onRestart: () => void
  readonly onAdd: () => void
  readonly onForget: (modelId: string) => void
  readonly onRefresh: () => void
}

/** Every model on this computer, where each comes from, and the ways to get more. */
export function ModelsPage(props: ModelsPageProps): ReactNode {
  const { header, engine, models, notes, downloads, onOpen, onRestart, onAdd, onForget, onRefresh } = props
  // Files come and go while Ponder runs; whoever opens this page wants to see what is there now.
  useEffect(onRefresh, [onRefresh])
  return (
    <main className="relative flex min-w-0 flex-1 flex-col bg-page">
      {header}
      <div className="min-h-0 flex-1 overflow-y-auto px-3">
        <div className="mx-auto w-full max-w-(--column) px-1 pt-6 pb-16 min-[480px]:px-3">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <h1 className="text-title font-semibold">Models</h1>
            <div className="flex gap-2">
              <button type="button" className="button" onClick={onAdd}>
                <Icon name="plus" />
                Add a model…
              </button>
              <button type="button" className="button" onClick={onRefresh}>
                <Icon name="redo" />
                Look again
              </button>
            </div>
          </div>
          <p className="mt-2 text-muted">
            They run on this computer. Those of other apps are used where they lie and never changed.
          </p>
          <ModelInUse engine={engine} devices={props.devices} onSettings={props.onSettings} />
          <div className="mt-8">
            <Downloads downloads={downloads} onOpenModel={onOpen} />
          </div>
          {groupBySource(models).map((group) => (
            <section key={group.source} className="mt-7">
              <h2 className="text-sm font-medium text-muted">{sourceNames[group.source]}</h2>
              <ul aria-label={sourceNames[group.source]} className="mt-1">
                {group.models.map((entry) => (
                  <ModelRow
                    key={entry.id}
                    entry={entry}
                    engine={engine}
                    onOpen={() => onOpen(entry.id)}
                    onForget={entry.source === 'chosen' ? () => onForget(entry.id) : null}
                  />
                ))}
              </ul>
            </section>
          ))}
          {models.length === 0 && <p className="mt-7 text-muted">No models were found.</p>}
          {notes.length > 0 && (
            <ul aria-label="What was skipped" className="mt-4 text-sm text-muted">
              {notes.map(({ source, words }) => (
                <li key={`${source} ${words}`} className="break-words">
                  {sourceNames[source]}: {words}
                </li>
              ))}
            </ul>
          )}
          <HowToAdd />
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-(--column) px-2">
        <NoticeList />
        {/* How opening goes stands in its row. */}
        <EngineNotice engine={engine?.kind === 'failed' ? engine : null} onRestart={onRestart} />
      </div>
    </main>
  )
}
