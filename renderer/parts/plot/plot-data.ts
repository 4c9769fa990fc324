/** An axis: what it shows, in which unit, and how its numbers are written. */
export type Axis = {
  readonly title: string
  /** Written after the title: "Right answers (%)". Null for plain numbers. */
  readonly unit: string | null
  /** Ends of the axis; left out = as far as the numbers go, in round steps. */
  readonly from?: number
  readonly to?: number
  readonly write?: (value: number) => string
}

/** `low` and `high`: a 95 % interval, drawn as a band or a whisker. */
export type Point = {
  readonly x: number
  readonly y: number
  readonly low?: number
  readonly high?: number
}

export type Series = { readonly name: string; readonly points: readonly Point[] }

export type Bar = {
  readonly name: string
  /** Null where nothing could be measured: the row stays, and says so. */
  readonly value: number | null
  readonly low?: number
  readonly high?: number
  /** The one that the plot is about. */
  readonly isMain?: boolean
}

/** What stands in the table behind a plot and in its CSV file: a heading and rows of the same length. */
export type Table = {
  readonly heading: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export function titleOf(axis: Axis): string {
  return axis.unit === null ? axis.title : `${axis.title} (${axis.unit})`
}

export function tableOfSeries(series: readonly Series[], x: Axis, y: Axis): Table {
  return {
    heading: ['Series', titleOf(x), titleOf(y), 'Low (95 %)', 'High (95 %)'],
    rows: series.flatMap(({ name, points }) =>
      points.map((point) => [name, point.x, point.y, point.low ?? null, point.high ?? null]),
    ),
  }
}

export function tableOfBars(bars: readonly Bar[], what: string, value: Axis): Table {
  return {
    heading: [what, titleOf(value), 'Low (95 %)', 'High (95 %)'],
    rows: bars.map((bar) => [bar.name, bar.value, bar.low ?? null, bar.high ?? null]),
  }
}

/** A point of a line, or a gap: from where to where numbers reach, intervals included. Null when there are none. */
export function reach(values: readonly (number | null | undefined)[]): readonly [number, number] | null {
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  )
  return numbers.length === 0 ? null : [Math.min(...numbers), Math.max(...numbers)]
}
