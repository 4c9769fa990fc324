import type { ReactNode } from 'react'
import type { EngineState } from '../../electron/contract/models.ts'

type EngineNoticeProps = { readonly engine: EngineState | null; readonly onRestart: () => void }

/** Above the composer, when there is no model to answer: what happens, or what to do. Nothing when all is well. */
export function EngineNotice({ engine, onRestart }: EngineNoticeProps): ReactNode {
  if (engine === null || engine.kind === 'ready') return null
  if (engine.kind === 'loading')
    return (
      <div className="flex items-center gap-3 px-3 pb-2 text-sm text-muted">
        <span role="status">
          {engine.again ? `${engine.name} stopped and is being started again` : `Opening ${engine.name}`}
        </span>
        <progress
          aria-label={`Opening ${engine.name}`}
          className="progress h-1 w-24"
          max={1}
          value={engine.progress}
        />
      </div>
    )
  if (engine.kind === 'empty')
    return <p className="px-3 pb-2 text-sm text-muted">No model is open. Choose one at the top.</p>
  return (
    <div
      role="alert"
      className="mb-2 flex flex-wrap items-center gap-3 rounded-control border border-line bg-raised p-3"
    >
      <div className="min-w-0 flex-1">
        <p>{engine.problem.message}</p>
        <p className="text-sm text-muted">{engine.problem.remedy}</p>
      </div>
      <button type="button" className="button" onClick={onRestart}>
        Start again
      </button>
    </div>
  )
}
