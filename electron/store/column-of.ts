import type { DatabaseSync } from 'node:sqlite'

/** The first column of the first row; undefined when there is no row. */
export function columnOf(sqlite: DatabaseSync, sql: string): unknown {
  const row = sqlite.prepare(sql).get()
  return row && Object.values(row)[0]
}
