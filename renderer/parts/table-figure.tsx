import type { ReactNode } from 'react'
import { saveFile } from './save-file.ts'
import { toCsv } from './plot/csv.ts'

/** What stands in the file, and what is drawn instead where that is more than words. */
export type Cell =
  string | number | null | { readonly text: string | number | null; readonly shown: ReactNode }

type TableFigureProps = {
  readonly title: string
  readonly caption: ReactNode
  readonly heading: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly Cell[] }[]
}

/** A table with its title and caption, to read here and to take away. Scrolls by itself where the window is narrow. */
export function TableFigure({ title, caption, heading, rows }: TableFigureProps): ReactNode {
  const save = (): void => {
    const csv = toCsv({ heading, rows: rows.map(({ cells }) => cells.map(textOf)) })
    const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    saveFile(`${name}.csv`, new Blob([csv], { type: 'text/csv' }))
  }
  return (
    <figure aria-label={title} className="mt-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{title}</h3>
        <button
          type="button"
          className="icon-button"
          aria-label={`Save ${title} as CSV`}
          disabled={rows.length === 0}
          onClick={save}
        >
          CSV
        </button>
      </div>
      <div className="mt-1 overflow-x-auto" role="region" aria-label={`${title}, the table`} tabIndex={0}>
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr>
              {heading.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className="border-b border-line py-1 pr-4 text-start align-bottom font-medium"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, at) => (
                  <td
                    key={heading[at]}
                    className="border-b border-line py-1 pr-4 align-top whitespace-nowrap"
                  >
                    {typeof cell === 'object' && cell !== null ? cell.shown : writtenOf(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption className="mt-1 text-sm text-muted">{caption}</figcaption>
    </figure>
  )
}

function textOf(cell: Cell): string | number | null {
  return typeof cell === 'object' && cell !== null ? cell.text : cell
}

function writtenOf(cell: string | number | null): string {
  return typeof cell === 'number' ? readable.format(cell) : (cell ?? '–')
}

const readable = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
