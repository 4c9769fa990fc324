import type { ReactNode } from 'react'
import { Icon } from '../parts/icon.tsx'
import type { Refused } from './writing.ts'

type RefusedFilesProps = {
  readonly refused: readonly Refused[]
  readonly onSettle: (refused: Refused, take: boolean) => void
}

/** Why a file was not taken in, one sentence each. The message stays as it is. */
export function RefusedFiles({ refused, onSettle }: RefusedFilesProps): ReactNode {
  if (refused.length === 0) return null
  return (
    <div role="alert" aria-label="Not added" className="max-h-[20dvh] overflow-y-auto border-b border-line">
      <ul>
        {refused.map((one) => (
          <li key={one.id} className="flex items-start gap-2 py-1.5 pr-2 pl-3.5 text-sm">
            <p className="min-w-0 flex-1 py-0.5 break-words">
              {one.problem.message} <span className="text-muted">{one.problem.remedy}</span>
            </p>
            {one.damaged !== null && (
              <button type="button" className="button" onClick={() => onSettle(one, true)}>
                Take what can be read
              </button>
            )}
            <button
              type="button"
              className="icon-button"
              aria-label="Close notice"
              onClick={() => onSettle(one, false)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
