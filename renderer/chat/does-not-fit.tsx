import type { ReactNode } from 'react'
import type { Measure } from '../../electron/contract/window-calls.ts'
import { count, tokens } from '../parts/amounts.ts'

type DoesNotFitProps = {
  readonly measure: Measure
  /** Nothing is written: the chat alone is what does not fit. */
  readonly isBlank: boolean
  /** Given when a conversation stands before the message; without it there is nothing to leave behind. */
  readonly onNewChat: (() => void) | null
  readonly onShorten: () => void
  /** Given when there is another model, whose context may be longer. */
  readonly onChooseModel: (() => void) | null
}

/** Said before sending, with ways out: a message is never cut without a word. */
export function DoesNotFit(props: DoesNotFitProps): ReactNode {
  const { measure, isBlank, onNewChat, onShorten, onChooseModel } = props
  const room = Math.max(0, measure.contextSize - measure.reserved)
  return (
    <div role="alert" className="border-b border-line px-3.5 pt-3 pb-2.5 text-sm">
      <p>
        <span className="font-medium text-caution">{isBlank ? 'This chat is full.' : 'Too long.'}</span>{' '}
        {isBlank ? 'It takes' : 'With this message the chat takes'} {tokens(measure.tokens)}; {count(room)}{' '}
        fit, since {count(measure.reserved)} of {count(measure.contextSize)} are kept free for the answer.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {onNewChat !== null && (
          <button type="button" className="button" onClick={onNewChat}>
            {isBlank ? 'Start a new chat' : 'Start a new chat with this message'}
          </button>
        )}
        {!isBlank && (
          <button type="button" className="button" onClick={onShorten}>
            Shorten the message
          </button>
        )}
        {onChooseModel !== null && (
          <button type="button" className="button" onClick={onChooseModel}>
            Choose another model
          </button>
        )}
      </div>
    </div>
  )
}
