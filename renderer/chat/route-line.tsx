import { useId, type ReactNode } from 'react'
import type { Answer, Route } from '../../electron/contract/turns.ts'
import { useHint } from '../parts/use-hint.ts'
import { RouteWhy } from './route-why.tsx'
import { routeWords } from './route-words.ts'
import { useChatActions } from './use-chat-actions.ts'

type RouteLineProps = { readonly answer: Answer; readonly onDetails: (answerId: string) => void }

/** The right end of the line under an answer: how it came about in a few words, why when asked, and the other way. */
export function RouteLine({ answer, onDetails }: RouteLineProps): ReactNode {
  const { redo } = useChatActions()
  const { route } = answer
  const other = route === null || answer.status === 'running' ? null : otherWay(answer, route)
  return (
    <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end">
      {route === null ? (
        answer.status !== 'running' && <Details words="Details" answer={answer} onDetails={onDetails} />
      ) : (
        <Explained answer={answer} route={route} onDetails={onDetails} />
      )}
      {other !== null && (
        <button
          type="button"
          className="icon-button underline decoration-(--edge) underline-offset-3"
          title={
            other === 'think' ? 'Answer again after a thought' : 'Answer again at once, without a thought'
          }
          onClick={() => redo(answer, other)}
        >
          {other === 'think' ? 'Think instead' : 'Quick instead'}
        </button>
      )}
    </div>
  )
}

type ExplainedProps = RouteLineProps & { readonly route: Route }

function Explained({ answer, route, onDetails }: ExplainedProps): ReactNode {
  const id = useId()
  const { popover, about, itself } = useHint()
  const isRunning = answer.status === 'running'
  return (
    <>
      <button
        type="button"
        className="icon-button !h-auto min-h-7 py-0.5 text-start tabular-nums"
        aria-describedby={id}
        onClick={() => onDetails(answer.id)}
        {...about}
      >
        <span className="sr-only">About this answer: </span>
        {routeWords(route, { thoughtTokens: answer.tokens.thought, isRunning })}
      </button>
      {/* Not a tooltip of the page's own: a native popover lies over everything and costs no layout. */}
      <div ref={popover} id={id} popover="hint" role="tooltip" className="hint" {...itself}>
        <RouteWhy route={route} />
      </div>
    </>
  )
}

function Details({ words, answer, onDetails }: RouteLineProps & { readonly words: string }): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      title="About this answer"
      onClick={() => onDetails(answer.id)}
    >
      <span className="sr-only">About this answer: </span>
      {words}
    </button>
  )
}

/** The way Auto did not take; null where it had nothing to choose. */
function otherWay({ modeAsked }: Answer, { by, mode, inSteps }: Route): 'think' | 'quick' | null {
  if (modeAsked !== 'auto' || by === 'person' || by === 'only-choice' || inSteps === true) return null
  return mode === 'think' ? 'quick' : 'think'
}
