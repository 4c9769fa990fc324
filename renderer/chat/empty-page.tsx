import type { ReactNode } from 'react'
import type { EngineState } from '../../electron/contract/models.ts'
import { modelLine } from '../models/model-words.ts'

/** One easy, one that needs thought, one about Ponder. */
const examples = ['What is the capital of France?', 'What is 347 + 585?', 'What can Ponder do?'] as const

type EmptyPageProps = {
  readonly engine: EngineState | null
  readonly canAsk: boolean
  readonly onAsk: (text: string) => void
}

/** A chat that has not begun. */
export function EmptyPage({ engine, canAsk, onAsk }: EmptyPageProps): ReactNode {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3">
      <div className="mx-auto my-auto w-full max-w-(--column) px-1 py-8 min-[480px]:px-3">
        <h1 className="text-[1.75rem] leading-9 font-semibold tracking-tight">Ponder</h1>
        <p className="mt-1 text-muted">
          Private chat with a model on this computer, which thinks when a question needs it.
        </p>
        <ul aria-label="Examples" className="mt-6 -ml-3 flex flex-col items-start">
          {examples.map((text) => (
            <li key={text}>
              <button
                type="button"
                disabled={!canAsk}
                className="rounded-control px-3 py-1.5 text-left hover:bg-soft disabled:opacity-50"
                onClick={() => onAsk(text)}
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
        <p className="mt-6 text-sm text-muted">{engine?.kind === 'ready' ? modelLine(engine.model) : ' '}</p>
      </div>
    </div>
  )
}
