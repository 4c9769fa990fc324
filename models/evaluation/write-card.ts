import { readFileSync, writeFileSync } from 'node:fs'
import type { Row } from './rows.ts'

const BEGIN = '<!-- results: written by npm run eval:demo -->'
const END = '<!-- end of results -->'

/** The rows as a Markdown table; shares in per cent. */
export function cardTable(rows: readonly Row[]): string {
  const lines = rows.map(({ name, value, low, high, n, unit }) => {
    const as = (number: number): string =>
      unit === 'share' ? `${(100 * number).toFixed(1)} %` : number.toFixed(2)
    return `| \`${name}\` | ${as(value)} | ${as(low)} to ${as(high)} | ${n} | ${unit} |`
  })
  return ['| row | value | 95 % interval | n | unit |', '| --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  )
}

/** Replaces what stands between the two marks of a card. */
export function writeCard(path: string, rows: readonly Row[]): void {
  const card = readFileSync(path, 'utf8')
  const [before, rest] = card.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for results.`)
  writeFileSync(path, `${before}${BEGIN}\n\n${cardTable(rows)}\n\n${END}${after}`)
}
