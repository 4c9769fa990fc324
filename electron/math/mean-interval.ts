export type Interval = {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** Student's t for 95 %, two-sided, by degrees of freedom 1 to 30; beyond that the normal value is close enough. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
]

/**
 * The mean of `samples` with its 95 % interval.
 *
 *     mean ± t(n−1) · s / √n,   s² = Σ (xᵢ − mean)² / (n − 1)
 *
 * One sample has no interval: low and high are then the value itself. Throws on none.
 *
 * Example: 1, 2, 3 have mean 2, s = 1 and t(2) = 4.303, so the interval is 2 ± 2.484.
 */
export function meanInterval(samples: readonly number[]): Interval {
  const n = samples.length
  if (n === 0) throw new RangeError('A mean needs at least one sample.')
  const value = samples.reduce((sum, sample) => sum + sample, 0) / n
  if (n === 1) return { value, low: value, high: value, n }
  const variance = samples.reduce((sum, sample) => sum + (sample - value) ** 2, 0) / (n - 1)
  const half = (T_95[n - 2] ?? 1.96) * Math.sqrt(variance / n)
  return { value, low: value - half, high: value + half, n }
}
