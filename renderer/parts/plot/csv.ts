import type { Table } from './plot-data.ts'

/** Cells that a spreadsheet would run as a formula begin with one of these. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * A table as CSV (RFC 4180), lines ending in CR LF. Words that a spreadsheet would take for a formula get an apostrophe
 * in front: names in a table may come from a model or a file.
 *
 * Example: heading [a, b], rows [[1, 'x, "y"'], [null, '=1']] → `a,b\r\n1,"x, ""y"""\r\n,'=1\r\n`
 */
export function toCsv({ heading, rows }: Table): string {
  return [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const plain = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
