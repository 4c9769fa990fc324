/** A quick answer of a calibration: how sure the model was, how right it was, and how right its thoughts were. */
export type QuickAnswer = {
  /** Mean token probability, 0 to 1. */
  readonly confidence: number
  readonly reward: number
  /** Mean reward of the same question's answers with a thought. */
  readonly withThought: number
}

/**
 * Below which mean token probability a quick answer is not to be trusted, so that thinking after all pays off most.
 *
 *     t* = argmax_t Σ over answers with confidence < t of ( withThought − reward − δ )
 *
 * δ = `margin`, what a thought has to be better by. Where nothing is gained by any t it is 0: every answer is trusted. Of
 * equal ones the lowest is taken.
 * Source: facts of confidence on small models (mean probability predicts wrong answers with an area of 0.9 under the
 * curve); the rule is our own.
 *
 * Example: answers of confidence 0.4 (wrong, a thought is right) and 0.9 (right): t* lies between them, at 0.65.
 */
export function unsureThreshold(answers: readonly QuickAnswer[], margin: number): number {
  const sorted = answers.toSorted((one, other) => one.confidence - other.confidence)
  let best = { gain: 0, threshold: 0 }
  let gain = 0
  for (const [at, { confidence, reward, withThought }] of sorted.entries()) {
    gain += withThought - reward - margin
    const next = sorted[at + 1]?.confidence ?? 1
    // Answers that are equally sure stand on the same side.
    if (gain > best.gain + 1e-9 && next > confidence) best = { gain, threshold: (confidence + next) / 2 }
  }
  return best.threshold
}
