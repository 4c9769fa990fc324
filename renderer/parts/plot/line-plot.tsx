import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { ReactNode } from 'react'
import { reach, tableOfSeries, titleOf, type Axis, type Point, type Series } from './plot-data.ts'
import { PlotFigure } from './plot-figure.tsx'
import { lookOf, markPath } from './series-look.ts'

type LinePlotProps = {
  readonly title: string
  readonly caption: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  /** A place on the x axis that is marked, such as the setting in use. */
  readonly mark?: { readonly x: number; readonly name: string }
}

const HEIGHT = 260
/** Room for the numbers and titles of the axes, and for the names of the lines above. */
const EDGE = { top: 26, right: 12, bottom: 42, left: 56 }
/** Pixels that a number at the x axis needs. */
const TICK_WIDTH = 70

type Scale = ScaleLinear<number, number>

/** Lines over numbers, with their 95 % intervals as bands. Told apart by dashes and points, not by colour alone. */
export function LinePlot({ title, caption, x, y, series, mark }: LinePlotProps): ReactNode {
  const draw = (width: number): ReactNode => {
    const points = series.flatMap((each) => each.points)
    const across = scaleOf(
      x,
      points.map((point) => point.x),
      [EDGE.left, width - EDGE.right],
    )
    const up = scaleOf(
      y,
      points.flatMap((point) => [point.y, point.low, point.high]),
      [HEIGHT - EDGE.bottom, EDGE.top],
    )
    const xTicks = across.ticks(Math.max(2, Math.floor((width - EDGE.left) / TICK_WIDTH)))
    return (
      <>
        {up.ticks(5).map((tick) => (
          <g key={tick}>
            <line className="plot-grid" x1={EDGE.left} x2={width - EDGE.right} y1={up(tick)} y2={up(tick)} />
            <text className="plot-text" x={EDGE.left - 8} y={up(tick) + 4} textAnchor="end">
              {write(y, tick, up)}
            </text>
          </g>
        ))}
        {xTicks.map((tick) => (
          <text
            key={tick}
            className="plot-text"
            x={across(tick)}
            y={HEIGHT - EDGE.bottom + 18}
            textAnchor="middle"
          >
            {write(x, tick, across)}
          </text>
        ))}
        <text className="plot-text" x={width - EDGE.right} y={HEIGHT - 6} textAnchor="end">
          {titleOf(x)}
        </text>
        <text className="plot-text" x={0} y={12}>
          {titleOf(y)}
        </text>
        {mark !== undefined && (
          <>
            <line
              className="plot-axis"
              x1={across(mark.x)}
              x2={across(mark.x)}
              y1={EDGE.top}
              y2={HEIGHT - EDGE.bottom}
            />
            <text
              className="plot-text"
              x={across(mark.x) + (across(mark.x) > width / 2 ? -4 : 4)}
              y={HEIGHT - EDGE.bottom - 6}
              textAnchor={across(mark.x) > width / 2 ? 'end' : 'start'}
            >
              {mark.name}
            </text>
          </>
        )}
        {series.map(({ name, points }, at) => (
          <Line key={name} at={at} points={points} across={across} up={up} />
        ))}
      </>
    )
  }
  return (
    <>
      <PlotFigure
        title={title}
        caption={caption}
        table={tableOfSeries(series, x, y)}
        height={HEIGHT}
        draw={draw}
      />
      {series.length > 1 && <Legend series={series} />}
    </>
  )
}

type LineProps = {
  readonly at: number
  readonly points: readonly Point[]
  readonly across: Scale
  readonly up: Scale
}

function Line({ at, points, across, up }: LineProps): ReactNode {
  const look = lookOf(at)
  const inOrder = [...points].sort((one, other) => one.x - other.x)
  const line = inOrder.map(({ x, y }) => `${across(x)} ${up(y)}`).join('L')
  const upper = inOrder.map((point) => `${across(point.x)} ${up(point.high ?? point.y)}`)
  const lower = inOrder.map((point) => `${across(point.x)} ${up(point.low ?? point.y)}`).reverse()
  const hasBand = inOrder.some((point) => point.low !== undefined)
  // A band over a single point has no width.
  const [only, ...others] = inOrder
  const alone = others.length === 0 ? only : undefined
  return (
    <g className={look.name}>
      {hasBand && <path className="plot-band" d={`M${[...upper, ...lower].join('L')}z`} />}
      {alone?.low !== undefined && alone.high !== undefined && (
        <path className="plot-whisker" d={uprightWhisker(across(alone.x), up(alone.low), up(alone.high))} />
      )}
      {inOrder.length > 1 && <path className="plot-line" d={`M${line}`} strokeDasharray={look.dash} />}
      {inOrder.map((point) => (
        <path
          key={point.x}
          className={look.mark === 'ring' ? 'plot-ring' : 'plot-mark'}
          d={markPath(look.mark, across(point.x), up(point.y))}
        />
      ))}
    </g>
  )
}

function uprightWhisker(x: number, low: number, high: number): string {
  return `M${x - 4} ${low}H${x + 4}M${x} ${low}V${high}M${x - 4} ${high}H${x + 4}`
}

function Legend({ series }: { readonly series: readonly Series[] }): ReactNode {
  return (
    <ul aria-label="Lines" className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {series.map(({ name }, at) => {
        const look = lookOf(at)
        return (
          <li key={name} className="flex items-center gap-2">
            <svg aria-hidden="true" width="32" height="12" className={`plot ${look.name}`}>
              <path className="plot-line" d="M0 6H32" strokeDasharray={look.dash} />
              <path
                className={look.mark === 'ring' ? 'plot-ring' : 'plot-mark'}
                d={markPath(look.mark, 16, 6)}
              />
            </svg>
            {name}
          </li>
        )
      })}
    </ul>
  )
}

function scaleOf(axis: Axis, values: readonly (number | undefined)[], pixels: [number, number]): Scale {
  const [low, high] = reach(values) ?? [0, 1]
  // A single number still gets an axis around it.
  const room = low === high ? Math.max(Math.abs(low) * 0.1, 0.5) : 0
  const scale = scaleLinear([axis.from ?? low - room, axis.to ?? high + room], pixels)
  return axis.from === undefined || axis.to === undefined ? scale.nice(5) : scale
}

function write(axis: Axis, value: number, scale: Scale): string {
  return axis.write?.(value) ?? scale.tickFormat(5)(value)
}
