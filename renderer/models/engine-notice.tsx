import { useState, type ReactNode } from 'react'
import type { EngineState } from '../../electron/contract/models.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { builtInTemplates, isTemplateProblem } from './template-words.ts'
import { useModelActions } from './use-model-actions.ts'

type EngineNoticeProps = { readonly engine: EngineState | null; readonly onRestart: () => void }

/** Above the composer, when there is no model to answer: what happens, or what to do. Nothing when all is well. */
export function EngineNotice({ engine, onRestart }: EngineNoticeProps): ReactNode {
  const { cancelOpening } = useModelActions()
  if (engine === null || engine.kind === 'ready') return null
  if (engine.kind === 'loading')
    return (
      <div className="flex items-center gap-3 px-3 pb-2 text-sm text-muted">
        <span role="status" className="min-w-0 break-words">
          {engine.again ? `${engine.name} stopped and is being started again` : `Opening ${engine.name}`}
        </span>
        <progress
          aria-label={`Opening ${engine.name}`}
          className="progress h-1 w-24 shrink-0"
          max={1}
          value={engine.progress}
        />
        <button type="button" className="icon-button ml-auto shrink-0" onClick={cancelOpening}>
          Cancel
        </button>
      </div>
    )
  if (engine.kind === 'resting')
    return (
      <p role="status" className="px-3 pb-2 text-sm text-muted">
        {engine.name} has made room for another model and comes back when you ask.
      </p>
    )
  if (engine.kind === 'empty')
    return <p className="px-3 pb-2 text-sm text-muted">No model is open. Choose one at the top.</p>
  return <Failure failed={engine} onRestart={onRestart} />
}

type Failed = Extract<EngineState, { kind: 'failed' }>

function Failure({
  failed,
  onRestart,
}: {
  readonly failed: Failed
  readonly onRestart: () => void
}): ReactNode {
  const { problem, modelId, name } = failed
  const [isChoosing, setIsChoosing] = useState(false)
  const wantsTemplate = modelId !== null && isTemplateProblem(problem.code)
  return (
    <>
      <div
        role="alert"
        className="mb-2 flex flex-wrap items-center gap-3 rounded-control border border-line bg-raised p-3"
      >
        <div className="min-w-0 flex-1 basis-64 break-words">
          <p>{problem.message}</p>
          <p className="text-sm text-muted">{problem.remedy}</p>
        </div>
        {wantsTemplate ? (
          <OtherTemplates modelId={modelId} onMore={() => setIsChoosing(true)} />
        ) : (
          <button type="button" className="button" onClick={onRestart}>
            {problem.code === 'model-keeps-crashing' ? 'Try it again' : 'Start again'}
          </button>
        )}
      </div>
      {isChoosing && modelId !== null && (
        <TemplateDialog
          modelId={modelId}
          modelName={name ?? 'This model'}
          from={null}
          onClose={() => setIsChoosing(false)}
        />
      )}
    </>
  )
}

type OtherTemplatesProps = { readonly modelId: string; readonly onMore: () => void }

/** The way out of a template that is of no use, one press away. */
function OtherTemplates({ modelId, onMore }: OtherTemplatesProps): ReactNode {
  const { chooseTemplate } = useModelActions()
  return (
    <div role="group" aria-label="Open with another template" className="flex basis-full flex-wrap gap-2">
      {builtInTemplates.map((template) => (
        <button
          key={template.name}
          type="button"
          className="button"
          aria-label={`Open with the template ${template.title}`}
          onClick={() => chooseTemplate(modelId, { kind: 'built-in', name: template.name })}
        >
          {template.title}
        </button>
      ))}
      <button type="button" className="button" onClick={onMore}>
        Another…
      </button>
    </div>
  )
}
