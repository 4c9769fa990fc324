import { logit } from '../../math/logistic-policy.ts'
import type { ModeChoice } from '../engine.ts'

/**
 * The mode that a choice comes to, given what the model said.
 *
 *     think if bias + weight · logit(P(think)) ≥ 0, else quick; the other way round where `isFlipped`
 *
 * Example: bias −1 and weight 1 think from P(think) = 0.731 on.
 */
export function modeByChoice({ bias, weight, isFlipped }: ModeChoice, pThink: number): 'think' | 'quick' {
  const thinks = bias + weight * logit(pThink) >= 0
  return thinks === isFlipped ? 'quick' : 'think'
}
