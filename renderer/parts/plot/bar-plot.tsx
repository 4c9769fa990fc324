import { scaleLinear } from 'd3-scale'
import type { ReactNode } from 'react'
import { reach, tableOfBars, titleOf, type Axis, type Bar } from './plot-data.ts'
import { PlotFigure } from './plot-figure.tsx'

type BarPlotProps = {
  readonly title: string
  readonly caption: string
  /** What a bar is, as the heading of its column: "Class". */
  readonly what: string
  readonly value: Axis
  readonly bars: readonly Bar[]
}

const ROW = 44
const FOOT = 40
/** Right of the bars, for their numbers. */
const NUMBER_WIDTH = 64
const readable = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** Bars from left to right, each under its name, with its number and its 95 % interval as a whisker. */
export function BarPlot({ title, caption, what, value, bars }: BarPlotProps): ReactNode {
  const height = bars.length * ROW + FOOT
  const [low, high] = reach(bars.flatMap((bar) => [bar.value, bar.low, bar.high])) ?? [0, 1]
  const draw = (width: number): ReactNode => {
    const scale = scaleLinear(
      [value.from ?? Math.min(0, low), value.to ?? Math.max(0, high)],
      [0, width - NUMBER_WIDTH],
    )
    if (value.to === undefined) scale.nice(4)
    const writeTick = value.write ?? scale.tickFormat(4)
    const write = value.write ?? ((number: number) => readable.format(number))
    const zero = scale(Math.max(0, scale.domain()[0] ?? 0))
    return (
      <>
        {scale.ticks(4).map((tick) => (
          <g key={tick}>
            <line className="plot-grid" x1={scale(tick)} x2={scale(tick)} y1={0} y2={height - FOOT} />
            <text
              className="plot-text"
              x={scale(tick)}
              y={height - FOOT + 16}
              textAnchor={scale(tick) < 12 ? 'start' : 'middle'}
            >
              {writeTick(tick)}
            </text>
          </g>
        ))}
        <text className="plot-text" x={width - NUMBER_WIDTH} y={height - 5} textAnchor="end">
          {titleOf(value)}
        </text>
        {bars.map((bar, at) => {
          const end = bar.value === null ? zero : scale(bar.value)
          const middle = at * ROW + 30
          const right = Math.max(zero, end, bar.high === undefined ? end : scale(bar.high))
          return (
            <g key={bar.name} className={bar.isMain === true ? 'plot-1' : 'plot-3'}>
              <text className="plot-name" x={0} y={at * ROW + 16}>
                {bar.name}
              </text>
              <rect
                className="plot-bar"
                x={Math.min(zero, end)}
                y={middle - 7}
                width={Math.max(1, Math.abs(end - zero))}
                height={14}
                rx={2}
              />
              {bar.low !== undefined && bar.high !== undefined && (
                <path
                  className="plot-whisker"
                  d={`M${scale(bar.low)} ${middle - 4}v8M${scale(bar.low)} ${middle}H${scale(bar.high)}M${scale(bar.high)} ${middle - 4}v8`}
                />
              )}
              <text className="plot-name" x={right + 8} y={middle + 4}>
                {bar.value === null ? 'none' : write(bar.value)}
              </text>
            </g>
          )
        })}
      </>
    )
  }
  return (
    <PlotFigure
      title={title}
      caption={caption}
      table={tableOfBars(bars, what, value)}
      height={height}
      draw={draw}
    />
  )
}
