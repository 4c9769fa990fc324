import { dot } from '../../math/logistic-policy.ts'
import type { ModeChoice } from '../../engine/engine.ts'
import type { Random } from '../../math/seeded-random.ts'
import type { RoutePolicy, RouterChoice } from '../router-seat.ts'
import { DEFAULT_MARGIN, LARGEST_MARGIN, MARGIN, probabilityOfThinking, withMargin } from './policy.ts'
import {
  featuresOf,
  LOGIT_SCALE,
  ownSignals,
  viewSignals,
  type AskedQuestion,
  type ModelsView,
} from './signals.ts'

/** So many signals are told with an answer. */
const TOLD = 6
/** Whatever the model says, it is less than this: weights are small numbers, and its logit is at most 8. */
const NEVER = -1e9

/** A choice that waits for what the model says. */
export type OpenChoice = {
  /** By which whoever asks the model chooses. */
  readonly choice: ModeChoice
  /** What came of it, and why. */
  readonly madeOf: (view: NonNullable<ModelsView>, mode: RouterChoice['mode']) => Omit<RouterChoice, 'ms'>
}

/**
 * How the mode of an Auto message is chosen: the likelier one by the policy, or, with the rate of exploration, the other
 * one, so that the router keeps hearing about both.
 *
 *     m = argmax π(m | x, δ)  with probability 1 − ε,    the other mode with probability ε
 *
 * π = `probabilityOfThinking`, ε = `router.exploration`, 0 until something was learned. Above a margin of 1 it neither
 * thinks nor explores. Of x only what the model says is not known before the prompt is read; π ≥ ½ is then a line in its
 * logit, w·x + k (δ₀ − δ) ≥ 0, which the engine can look up by itself.
 *
 * Example: π(think) = 0.9 and ε = 0.02: it thinks with probability 0.98.
 */
export function chooseByRouter(
  router: RoutePolicy,
  question: AskedQuestion,
  by: NonNullable<ModelsView>['by'],
  random: Random,
): OpenChoice {
  const { weights, margin, exploration } = router
  const own = ownSignals(question, router.record)
  const known = featuresOf(own)
  const isNever = margin > LARGEST_MARGIN
  const rate = router.version === 0 || isNever ? 0 : exploration
  const explored = random() < rate
  const bias = isNever ? NEVER : dot(weights, withMargin(known, margin))
  return {
    choice: { bias, weight: (weights[by] ?? 0) / LOGIT_SCALE, isFlipped: explored },
    madeOf: (view, mode) => {
      const signals = [...viewSignals(view), ...own]
      const features = featuresOf(signals)
      return {
        mode,
        // What it leans to, exactly: the logit is kept within bounds.
        pThink:
          router.version === 0 && margin === DEFAULT_MARGIN
            ? view.pThink
            : probabilityOfThinking(weights, features, margin),
        taken: explored ? rate : 1 - rate,
        explored,
        features: withMargin(features, margin),
        signals: strongest(router, signals),
      }
    },
  }
}

/** The signals that counted most, with what each added to the logit of thinking; those of the same name together. */
function strongest({ weights, margin }: RoutePolicy, signals: ReturnType<typeof ownSignals>) {
  const added = new Map<string, number>()
  for (const { says, name, value } of signals)
    added.set(says, (added.get(says) ?? 0) + (weights[name] ?? 0) * value)
  added.set('how thorough you want it', (weights[MARGIN] ?? 0) * (DEFAULT_MARGIN - margin))
  return [...added]
    .map(([says, weight]) => ({ says, weight }))
    .filter(({ weight }) => Math.abs(weight) >= 0.005)
    .toSorted((one, two) => Math.abs(two.weight) - Math.abs(one.weight))
    .slice(0, TOLD)
}
