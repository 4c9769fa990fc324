import type { ReactNode } from 'react'
import type { ModelEntry } from '../../electron/contract/models.ts'
import type { Problem } from '../../electron/contract/ponder-error.ts'
import { percent } from '../parts/amounts.ts'
import { Menu, MenuItem } from '../parts/menu.tsx'
import type { Giving } from './use-given-texts.ts'

/** A model that is asked about images and has no eyes for them, and what else there is. */
export type Blind = {
  readonly modelName: string
  /** Why the image half beside it cannot be used; null = it has none. */
  readonly problem: Problem | null
  /** Models on this computer that see. */
  readonly seeing: readonly ModelEntry[]
  readonly onOpenModel: (modelId: string) => void
}

type CannotSeeProps = {
  readonly blind: Blind
  /** Some image has no words in its place yet. */
  readonly isMissing: boolean
  readonly giving: Giving
}

/** Said before anything is sent: an image is never left out in silence. */
export function CannotSee({ blind, isMissing, giving }: CannotSeeProps): ReactNode {
  const { modelName, problem, seeing, onOpenModel } = blind
  const { state, begin, stop } = giving
  if (state.kind === 'working')
    return (
      <div className="flex items-center gap-3 border-b border-line py-1.5 pr-2 pl-3.5 text-sm">
        <p role="status" className="min-w-0 flex-1 tabular-nums">
          {state.way === 'ocr' ? 'Reading the text of' : 'Describing'} image {state.number}…
          {state.share !== null && ` ${percent(state.share)}`}
        </p>
        <button type="button" className="button" onClick={stop}>
          Stop
        </button>
      </div>
    )
  if (!isMissing)
    return (
      <p className="border-b border-line px-3.5 py-1.5 text-sm text-muted">
        {modelName} cannot see images. It gets words instead of each; choose an image to see and change them.
      </p>
    )
  return (
    <div role="alert" className="border-b border-line px-3.5 py-2.5 text-sm">
      <p>
        <span className="font-medium text-caution">{modelName} cannot see images.</span>{' '}
        {problem === null
          ? 'Give it words instead of them, or open a model that sees.'
          : `${problem.message} ${problem.remedy}`}
      </p>
      {state.kind === 'failed' && (
        <p className="mt-1">
          {state.problem.message} <span className="text-muted">{state.problem.remedy}</span>
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => begin('ocr')}>
          Read their text
        </button>
        <button type="button" className="button" onClick={() => begin('description')}>
          Describe them
        </button>
        {seeing.length > 0 && (
          <Menu name="Open a model that sees" button="Open a model that sees" buttonClass="button">
            {seeing.map(({ id, name }) => (
              <MenuItem key={id} onChoose={() => onOpenModel(id)}>
                {name}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
    </div>
  )
}
