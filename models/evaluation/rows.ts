import type { Interval } from '../../electron/math/mean-interval.ts'
import { meanInterval } from '../../electron/math/mean-interval.ts'
import { proportionInterval } from '../../electron/math/proportion-interval.ts'

/** One line of a table: a value with its 95 % interval. */
export type Row = Interval & { readonly name: string; readonly unit: string }

export function share<T>(name: string, of: readonly T[], holds: (one: T) => boolean): Row {
  return { name, unit: 'share', ...proportionInterval(of.filter(holds).length, of.length) }
}

export function average(name: string, unit: string, samples: readonly number[]): Row {
  const interval =
    samples.length === 0
      ? { value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 0 }
      : meanInterval(samples)
  return { name, unit, ...interval }
}
