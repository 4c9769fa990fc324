/** A number for each name; a name that is missing counts 0. */
export type Weights = Readonly<Record<string, number>>

/** 1 / (1 + e^−z), without overflow at either end. Example: σ(0) = ½. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z))
  const power = Math.exp(z)
  return power / (1 + power)
}

/** The z with σ(z) = p, kept between −`most` and `most`: p may be exactly 0 or 1. Example: logit(½) = 0. */
export function logit(p: number, most = 8): number {
  const z = Math.log(p) - Math.log1p(-p)
  return Math.min(most, Math.max(-most, z))
}

/** w·x over the names that x has. */
export function dot(weights: Weights, features: Weights): number {
  let sum = 0
  for (const name in features) sum += (weights[name] ?? 0) * (features[name] ?? 0)
  return sum
}

/**
 * The probability of the first of two actions in a linear policy.
 *
 *     π(1 | x) = σ(w·x)        π(0 | x) = 1 − σ(w·x)
 *
 * w = `weights`, x = `features`.
 *
 * Example: w = {a: 2}, x = {a: 1, b: 5} give σ(2) ≈ 0.881.
 */
export function probability(weights: Weights, features: Weights): number {
  return sigmoid(dot(weights, features))
}

/**
 * How the log-probability of an action changes with the weights.
 *
 *     ∇ log π(a | x) = (a − π(1 | x)) · x        a = 1 or 0
 *
 * Example: at π = 0.881, taking action 1 with x = {a: 1} gives {a: 0.119}.
 */
export function logGradient(weights: Weights, features: Weights, action: 0 | 1): Record<string, number> {
  const factor = action - probability(weights, features)
  const gradient: Record<string, number> = {}
  for (const name in features) gradient[name] = factor * (features[name] ?? 0)
  return gradient
}

/**
 * How undecided the policy is, in bits: 1 where both actions are as likely, 0 where one is certain.
 *
 *     H = −p log₂ p − (1 − p) log₂ (1 − p)
 *
 * Example: H(½) = 1, H(0.9) ≈ 0.469.
 */
export function entropy(p: number): number {
  const part = (q: number): number => (q <= 0 ? 0 : -q * Math.log2(q))
  return part(p) + part(1 - p)
}
