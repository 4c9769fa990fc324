import type { Interval } from './mean-interval.ts'

/**
 * A share with Wilson's 95 % interval, which stays inside 0 and 1 and is honest for small n.
 *
 *     middle = (p + z²/2n) / (1 + z²/n)      half = z √(p(1 − p)/n + z²/4n²) / (1 + z²/n)      z = 1.96
 *
 * p = `count` / n. Source: E. B. Wilson, 1927, "Probable inference, the law of succession, and statistical inference".
 *
 * Example: 9 of 10 is 0.9 with the interval 0.596 to 0.982.
 */
export function proportionInterval(count: number, n: number): Interval {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1, n: 0 }
  const value = count / n
  const z = 1.96
  const width = 1 + (z * z) / n
  const middle = (value + (z * z) / (2 * n)) / width
  const half = (z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))) / width
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n }
}
