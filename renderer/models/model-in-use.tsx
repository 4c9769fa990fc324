import { useState, type ReactNode } from 'react'
import type { Devices } from '../../electron/contract/devices.ts'
import type { EngineState, LoadedModel } from '../../electron/contract/models.ts'
import { percent } from '../parts/amounts.ts'
import { DeviceLine } from './device-line.tsx'
import { switchWords, thinkingWords } from './model-words.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { TemplateReader } from './template-reader.tsx'
import { templateName } from './template-words.ts'
import { useModelActions } from './use-model-actions.ts'

type ModelInUseProps = {
  readonly engine: EngineState | null
  readonly devices: Devices | null
  readonly onSettings: () => void
}

/** The open model: where it runs, how it thinks, and what writes its prompts. */
export function ModelInUse({ engine, devices, onSettings }: ModelInUseProps): ReactNode {
  const { cancelOpening } = useModelActions()
  return (
    <section aria-label="Model in use" className="mt-7">
      <h2 className="text-sm font-medium text-muted">In use</h2>
      {engine?.kind === 'ready' && <Loaded model={engine.model} />}
      {engine?.kind === 'loading' && (
        <div className="mt-1 flex items-center gap-3 py-2.5">
          <p className="min-w-0 flex-1 break-words">
            <span className="font-medium">{engine.name}</span>{' '}
            <span className="text-muted tabular-nums">is being opened, {percent(engine.progress)}</span>
          </p>
          <button type="button" className="button" onClick={cancelOpening}>
            Cancel
          </button>
        </div>
      )}
      {engine?.kind === 'resting' && (
        <p className="mt-1 py-2.5">
          <span className="font-medium">{engine.name}</span>{' '}
          <span className="text-muted">has made room for another model and comes back when you ask.</span>
        </p>
      )}
      {(engine === null || engine.kind === 'empty' || engine.kind === 'failed') && (
        <p className="mt-1 py-2.5 text-muted">No model is open.</p>
      )}
      <DeviceLine
        device={engine?.kind === 'ready' ? engine.model.device : (devices?.chosen ?? null)}
        onSettings={onSettings}
      />
    </section>
  )
}

function Loaded({ model }: { readonly model: LoadedModel }): ReactNode {
  const { chooseTemplate } = useModelActions()
  const [open, setOpen] = useState<'read' | 'choose' | null>(null)
  const isOwn = model.template === 'own' || model.template === 'none'
  return (
    <div className="mt-1 border-b border-line py-2.5">
      <p className="font-medium break-words">{model.name}</p>
      <p className="text-sm text-muted">
        {model.thinking.canThink
          ? [`It ${thinkingWords(model.thinking)}.`, switchWords(model.thinking.style)].join(' ').trimEnd()
          : 'It has no thoughts of its own: it answers plainly, or step by step.'}
      </p>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <p className="min-w-0 flex-1 basis-48">
          <span className="text-muted">Template: </span>
          {templateName(model.template)}
        </p>
        <div className="flex flex-wrap gap-2">
          {model.template !== 'none' && (
            <button type="button" className="button" onClick={() => setOpen('read')}>
              Read template
            </button>
          )}
          <button type="button" className="button" onClick={() => setOpen('choose')}>
            Use another template…
          </button>
          {!isOwn && (
            <button type="button" className="button" onClick={() => chooseTemplate(model.id, null)}>
              Back to its own
            </button>
          )}
        </div>
      </div>
      {open === 'read' && <TemplateReader onClose={() => setOpen(null)} />}
      {open === 'choose' && (
        <TemplateDialog
          modelId={model.id}
          modelName={model.name}
          from={model.template}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
