import type { Random } from '../../math/seeded-random.ts'
import type { RoutePolicy, RouterChoice } from '../router-seat.ts'
import { DEFAULT_MARGIN, MARGIN, probabilityOfThinking, withMargin } from './policy.ts'
import { featuresOf, signalsOf, type AskedQuestion, type ModelsView } from './signals.ts'

/** At or above this P(think) Auto thinks: the likelier of the two modes wins. */
const THRESHOLD = 0.5
/** So many signals are told with an answer. */
const TOLD = 6

/**
 * The mode of an Auto message: the likelier one by the policy, or, with the rate of exploration, the other one, so that
 * the router keeps hearing about both.
 *
 *     m = argmax π(m | x, δ)  with probability 1 − ε,    the other mode with probability ε
 *
 * π = `probabilityOfThinking`, ε = `router.exploration`, 0 until something was learned. Above a margin of 1 it neither thinks nor explores.
 *
 * Example: π(think) = 0.9 and ε = 0.02: it thinks with probability 0.98.
 */
export function chooseByRouter(
  router: RoutePolicy,
  question: AskedQuestion,
  view: ModelsView,
  random: Random,
): Omit<RouterChoice, 'ms'> {
  const { weights, margin, exploration } = router
  const signals = signalsOf(question, view, router.record)
  const features = featuresOf(signals)
  const hasView = router.version === 0 && margin === DEFAULT_MARGIN && view !== null
  // What it leans to, exactly: the logit is kept within bounds.
  const pThink = hasView ? view.pThink : probabilityOfThinking(weights, features, margin)
  const likelier = pThink >= THRESHOLD ? 'think' : 'quick'
  const rate = router.version === 0 || pThink === 0 ? 0 : exploration
  const explored = random() < rate
  const other = likelier === 'think' ? 'quick' : 'think'
  const added = new Map<string, number>()
  for (const { says, name, value } of signals)
    added.set(says, (added.get(says) ?? 0) + (weights[name] ?? 0) * value)
  added.set('how thorough you want it', (weights[MARGIN] ?? 0) * (DEFAULT_MARGIN - margin))
  return {
    mode: explored ? other : likelier,
    pThink,
    taken: explored ? rate : 1 - rate,
    explored,
    features: withMargin(features, margin),
    signals: [...added]
      .map(([says, weight]) => ({ says, weight }))
      .filter(({ weight }) => Math.abs(weight) >= 0.005)
      .toSorted((one, two) => Math.abs(two.weight) - Math.abs(one.weight))
      .slice(0, TOLD),
  }
}
