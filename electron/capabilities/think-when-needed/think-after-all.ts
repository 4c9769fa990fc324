import type { Route } from '../../contract/turns.ts'
import type { RoutePolicy } from '../router-seat.ts'
import { LARGEST_MARGIN, UNSURE } from './policy.ts'

/**
 * How sure a quick answer of Auto has to be; null where nobody asks, since every one is trusted or the person chose. While
 * there is no route yet it may become one of Auto.
 */
export function sureEnough(route: Route | null, policy: RoutePolicy | undefined): number | null {
  const threshold = policy?.weights[UNSURE] ?? 0
  if (threshold <= 0 || (policy?.margin ?? 0) > LARGEST_MARGIN) return null
  if (route === null) return threshold
  return route.mode === 'quick' && route.by !== 'person' && route.explored !== true ? threshold : null
}

/**
 * The route of an answer that was given at once and came out unsure: it thinks after all. Null where it may stand.
 *
 * Example: mean token probability 0.42 where 0.6 was learned to be needed: think, and the route says both numbers.
 */
export function thinkAfterAll(route: Route, confidence: number | undefined, threshold: number): Route | null {
  if (confidence === undefined || confidence >= threshold) return null
  return { ...route, mode: 'think', unsure: { confidence, threshold } }
}
