import type { ReactNode } from 'react'
import type { Answer } from '../../electron/contract/turns.ts'
import { useChatActions } from './use-chat-actions.ts'

type AnswerEndingProps = { readonly answer: Answer; readonly isLast: boolean }

const whyEnded = {
  stopped: 'You stopped this answer.',
  interrupted: 'This answer was interrupted when Ponder or its engine ended.',
  cut: 'This answer reached the limit for one answer, or the end of the model’s context.',
} as const

/** How an answer ended when it did not simply end, and what can be done about it. */
export function AnswerEnding({ answer, isLast }: AnswerEndingProps): ReactNode {
  const { continueAnswer, redo } = useChatActions()
  switch (answer.status) {
    case 'running':
    case 'complete':
      return null
    case 'failed':
      return (
        // Only the newest is news; older ones are history.
        <div
          role={isLast ? 'alert' : undefined}
          className="mt-2 rounded-control border border-line bg-raised p-3"
        >
          <p>
            <span className="font-medium text-loss">Failed.</span>{' '}
            {answer.problem?.message ?? 'This answer could not be written.'}
          </p>
          <p className="text-sm text-muted">{answer.problem?.remedy ?? 'Try again.'}</p>
          {isLast && (
            <button type="button" className="button mt-2" onClick={() => redo(answer, answer.modeAsked)}>
              Try again
            </button>
          )}
        </div>
      )
    case 'stopped':
    case 'interrupted':
    case 'cut':
      return (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
          <p>{answer.problem?.message ?? whyEnded[answer.status]}</p>
          {/* Going on with an earlier one would change what the later questions stood on. */}
          {isLast && (
            <button type="button" className="button" onClick={() => continueAnswer(answer)}>
              Continue
            </button>
          )}
        </div>
      )
  }
  return answer.status satisfies never
}
