import { z } from 'zod'

/** A column that holds JSON, parsed but not yet believed. */
export const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: String(thrown) })
    return z.NEVER
  }
})

/** Those rows that make sense; what cannot be read of learning costs only itself. */
export function readable<Row extends z.ZodType>(row: Row, rows: readonly unknown[]): z.output<Row>[] {
  return rows.flatMap((each) => {
    const read = row.safeParse(each)
    return read.success ? [read.data] : []
  })
}
