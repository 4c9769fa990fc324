import type { ReactNode } from 'react'
import type { Table } from './plot-data.ts'

/** The numbers of a plot. Scrolls by itself where the window is narrow. */
export function PlotTable({ name, table }: { readonly name: string; readonly table: Table }): ReactNode {
  return (
    <div className="overflow-x-auto" role="region" aria-label={`${name}, as a table`} tabIndex={0}>
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr>
            {table.heading.map((cell) => (
              <th key={cell} scope="col" className="border-b border-line py-1 pr-4 text-start font-medium">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.join('\n')}>
              {row.map((cell, at) => (
                <td key={table.heading[at]} className="border-b border-line py-1 pr-4">
                  {typeof cell === 'number' ? readable.format(cell) : (cell ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const readable = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
