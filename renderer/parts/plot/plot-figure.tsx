import { useRef, useState, type ReactNode } from 'react'
import { useNotices } from '../../state/use-notices.ts'
import { saveFile } from '../save-file.ts'
import { toCsv } from './csv.ts'
import type { Table } from './plot-data.ts'
import { PlotTable } from './plot-table.tsx'
import { toPng } from './to-png.ts'
import { useWidth } from './use-width.ts'

type PlotFigureProps = {
  readonly title: string
  /** What is to be seen, in one sentence; also what a screen reader hears instead of the drawing. */
  readonly caption: string
  readonly table: Table
  /** Pixels; kept free from the start, so that nothing jumps. */
  readonly height: number
  /** The drawing, for a width in pixels. */
  readonly draw: (width: number) => ReactNode
}

/** A plot with its title and caption, the numbers behind a switch, and both to take away. */
export function PlotFigure({ title, caption, table, height, draw }: PlotFigureProps): ReactNode {
  const [asTable, setAsTable] = useState(false)
  const [frame, width] = useWidth<HTMLDivElement>()
  const drawing = useRef<SVGSVGElement>(null)
  const notices = useNotices()
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const savePicture = async (): Promise<void> => {
    if (drawing.current !== null) saveFile(`${name}.png`, await toPng(drawing.current))
  }
  return (
    <figure aria-label={title} className="mt-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{title}</h3>
        <div className="flex gap-1 text-sm">
          <button
            type="button"
            className="icon-button"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            Table
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Save ${title} as CSV`}
            onClick={() => saveFile(`${name}.csv`, new Blob([toCsv(table)], { type: 'text/csv' }))}
          >
            CSV
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Save ${title} as PNG`}
            disabled={asTable}
            onClick={() => notices.attempt(savePicture)}
          >
            PNG
          </button>
        </div>
      </div>
      <div ref={frame} className="mt-1">
        {asTable ? (
          <PlotTable name={title} table={table} />
        ) : (
          <svg
            ref={drawing}
            role="img"
            aria-label={`${title}. ${caption}`}
            width="100%"
            height={height}
            className="plot block"
          >
            {width > 0 && draw(width)}
          </svg>
        )}
      </div>
      <figcaption className="mt-1 text-sm text-muted">{caption}</figcaption>
    </figure>
  )
}
