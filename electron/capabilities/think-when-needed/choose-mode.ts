import type { ModeAsked, Route } from '../../contract/turns.ts'
import type { ThinkDecision } from '../../engine/engine.ts'

/** At or above this P(think) Auto thinks: the likelier of the two modes wins. */
const THRESHOLD = 0.5

/**
 * The mode a message is answered in: the person's choice if there is one, else the likelier mode. On a model without a
 * thought channel to think is to write the steps into the answer, which only a person chooses.
 *
 *     mode = think if P(think) ≥ ½, else quick
 *
 * `decision` holds P(think) and is null when nobody had to decide: the person chose, or the model cannot think.
 * Paper: LHRM, https://arxiv.org/abs/2505.14631, where the mode is the first token the model emits.
 * Differs from the paper: the probability of that token is read before anything is generated and is shown.
 *
 * Example: asked "auto" with P(think) 0.97, the route is think by the model's own decision.
 */
export function chooseMode(modeAsked: ModeAsked, canThink: boolean, decision: ThinkDecision | null): Route {
  const undecided = { pThink: null, ms: null }
  if (!canThink)
    return modeAsked === 'think'
      ? { mode: 'think', by: 'person', ...undecided, inSteps: true }
      : { mode: 'plain', by: 'only-choice', ...undecided }
  if (modeAsked !== 'auto') return { mode: modeAsked, by: 'person', ...undecided }
  if (decision === null) throw new Error('Auto on a thinking model needs a decision.')
  return {
    mode: decision.pThink >= THRESHOLD ? 'think' : 'quick',
    by: decision.by,
    pThink: decision.pThink,
    ms: decision.ms,
  }
}
