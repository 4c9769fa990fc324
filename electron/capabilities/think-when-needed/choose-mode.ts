import type { ModeAsked, Route } from '../../contract/turns.ts'
import type { RoutePolicy, RouterChoice } from '../router-seat.ts'
import { DEFAULT_MARGIN } from './policy.ts'

/**
 * How a message is answered: as the person chose, else as the router did. On a model without a thought channel to think
 * is to write the steps into the answer, which only a person chooses.
 *
 * `choice` is null when nobody had to choose. Paper: LHRM, https://arxiv.org/abs/2505.14631, where the mode is the first
 * token the model emits. Differs from the paper: its probability is known before anything is generated and is shown.
 *
 * Example: asked "auto", with a router that has learned nothing on a model that leans to thinking with 0.97, the route is
 * think by the model's own decision.
 */
export function chooseMode(modeAsked: ModeAsked, canThink: boolean, choice: MadeChoice | null): Route {
  const undecided = { pThink: null, ms: null }
  if (!canThink)
    return modeAsked === 'think'
      ? { mode: 'think', by: 'person', ...undecided, inSteps: true }
      : { mode: 'plain', by: 'only-choice', ...undecided }
  if (modeAsked !== 'auto') return { mode: modeAsked, by: 'person', ...undecided }
  if (choice === null) throw new Error('Auto on a thinking model needs a choice.')
  const { mode, pThink, ms, signals, explored } = choice.made
  const { version, margin } = choice.policy
  const isLearned = version > 0 || margin !== DEFAULT_MARGIN
  return {
    mode,
    by: isLearned ? 'router' : choice.view,
    pThink,
    ms,
    signals: [...signals],
    ...(version > 0 ? { version } : {}),
    ...(explored ? { explored } : {}),
  }
}

/** A choice, who made it, and how the model was asked for its view. */
export type MadeChoice = {
  readonly made: RouterChoice
  readonly policy: RoutePolicy
  readonly view: 'own-decision' | 'yes-no'
}
