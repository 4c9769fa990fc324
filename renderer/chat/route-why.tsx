import type { ReactNode } from 'react'
import type { Route } from '../../electron/contract/turns.ts'
import { routeReason } from './route-words.ts'

/** Why a mode was chosen: the sentence, then what counted most and for which way. */
export function RouteWhy({ route }: { readonly route: Route }): ReactNode {
  const signals = route.signals ?? []
  return (
    <>
      <p>{routeReason(route)}</p>
      {signals.length > 0 && (
        <dl aria-label="What counted most" className="mt-2 grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5">
          {signals.map(({ says, weight }) => (
            <div key={says} className="contents">
              <dt className="min-w-0 break-words text-muted">{says}</dt>
              <dd className="text-right tabular-nums">
                {Math.abs(weight).toFixed(2)} for {weight > 0 ? 'thinking' : 'quick'}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
