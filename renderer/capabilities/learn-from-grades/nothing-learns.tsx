import type { ReactNode } from 'react'
import type { EngineState } from '../../../electron/contract/models.ts'
import { addressOfPage } from '../../state/place.ts'

/** Instead of the router, where there is none: why, and what to do. */
export function NothingLearns({ engine }: { readonly engine: EngineState | null }): ReactNode {
  return (
    <section aria-label="Router" className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{reason(engine)}</p>
        <p className="text-sm text-muted">{remedy(engine)}</p>
      </div>
      {engine?.kind !== 'loading' && (
        <a href={addressOfPage('models')} className="button">
          Choose a model
        </a>
      )}
    </section>
  )
}

function reason(engine: EngineState | null): string {
  if (engine?.kind === 'loading') return `${engine.name} is being opened.`
  if (engine?.kind === 'resting') return `${engine.name} has made room for another model for a moment.`
  if (engine?.kind !== 'ready') return 'No model is open.'
  return `${engine.model.name} has no thoughts of its own, so there is nothing to decide.`
}

function remedy(engine: EngineState | null): string {
  if (engine?.kind === 'loading') return 'Its learning will stand here in a moment.'
  return 'Open a model that can think, and see here what Auto has learned on it.'
}
