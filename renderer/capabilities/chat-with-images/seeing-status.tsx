import type { ReactNode } from 'react'
import type { Problem } from '../../../electron/contract/ponder-error.ts'

type SeeingStatusProps = {
  readonly isRunning: boolean
  readonly words: string
  readonly problem: Problem | null
}

/** What is being done, or why it could not be. */
export function SeeingStatus({ isRunning, words, problem }: SeeingStatusProps): ReactNode {
  if (problem !== null)
    return (
      <p role="alert" className="mt-4 text-sm">
        {problem.message} <span className="text-muted">{problem.remedy}</span>
      </p>
    )
  // The room stays, so that nothing moves.
  return (
    <p role="status" className="mt-4 min-h-5 text-sm text-muted">
      {isRunning ? words : ''}
    </p>
  )
}
