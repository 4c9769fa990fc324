import { z } from 'zod'
import { dot, sigmoid, type Weights } from '../../math/logistic-policy.ts'
import { MODELS_VIEW_WEIGHT } from './signals.ts'

/** How much better an answer after a thought has to be by default: the paper's δ. */
export const DEFAULT_MARGIN = 0.2
/** Above this margin no answer can be worth a thought: rewards go from 0 to 1. */
export const LARGEST_MARGIN = 1

/** What a router that has learned nothing makes of the slider: from one end to the other about two in logits. */
const START_MARGIN_WEIGHT = 2

/** The weight of the margin has a name of its own beside those of the signals. */
export const MARGIN = 'margin'

/** Under this mean token probability a quick answer of Auto is not trusted; it stands among the weights, and is no signal. */
export const UNSURE = 'unsure'

/** What the router knows: one number for each signal, finite, and never below 0 for the margin. */
export const weightsSchema = z
  .record(z.string().max(40), z.number())
  .refine((weights) => (weights[MARGIN] ?? 0) >= 0, 'A larger margin must not make thinking likelier.')

/** A router that has learned nothing thinks as likely as the model itself holds a thought to be needed. */
export const startWeights: Weights = {
  'own-decision': MODELS_VIEW_WEIGHT,
  'yes-no': MODELS_VIEW_WEIGHT,
  [MARGIN]: START_MARGIN_WEIGHT,
}

/**
 * Where learning starts: it leans the way the model does, but softly. Where a policy is certain its gradient vanishes, and a
 * model that is certain to think where it need not could never be corrected.
 */
export const learningStart: Weights = { 'own-decision': 1, 'yes-no': 1, [MARGIN]: START_MARGIN_WEIGHT }

/**
 * The probability that this question is worth a thought.
 *
 *     π(think | x, δ) = σ(w·x + k · (δ₀ − δ))  for δ ≤ 1,    0  for δ > 1
 *
 * w = `weights`, x = `features`, k ≥ 0 the weight of the margin, δ = `margin`, δ₀ = `DEFAULT_MARGIN`.
 * Paper: LHRM, https://arxiv.org/abs/2505.14631, where π is the probability of the tag <think>.
 * Differs from the paper: π is a small head of its own over signals, because the model stays as it is; δ, which there is
 * fixed in training, is a part of the input, so that a slider can change it. k ≥ 0 makes π fall with δ on every question.
 *
 * Example: with the model's own P(think) = 0.9, nothing learned and δ = δ₀ it is 0.9.
 */
export function probabilityOfThinking(weights: Weights, features: Weights, margin: number): number {
  if (margin > LARGEST_MARGIN) return 0
  return sigmoid(dot(weights, features) + (weights[MARGIN] ?? 0) * (DEFAULT_MARGIN - margin))
}

/** The features with the margin among them, as the gradient needs them. */
export function withMargin(features: Weights, margin: number): Weights {
  return { ...features, [MARGIN]: DEFAULT_MARGIN - margin }
}
