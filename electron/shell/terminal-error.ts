import { problemOf } from '../contract/ponder-error.ts'

/** What went wrong and what to do, as a terminal shows it; a bug is shown whole, for the report about it. */
export function printError(thrown: unknown): void {
  const { code, message, remedy } = problemOf(thrown)
  console.error(`${message} ${remedy}`)
  if (code === 'unexpected') console.error(thrown)
}
