import { z } from 'zod'

/** What a person reads when something expected went wrong: what happened, then what to do. */
export const problemSchema = z.object({
  /** Stable, kebab-case; tests and callers tell cases apart by it, never by the message. */
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
})
export type Problem = Readonly<z.infer<typeof problemSchema>>

/** The one error class for what we expect to go wrong. Anything else that is thrown is a bug. */
export class PonderError extends Error {
  readonly code: string
  readonly remedy: string

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options)
    this.name = 'PonderError'
    this.code = problem.code
    this.remedy = problem.remedy
  }

  toProblem(): Problem {
    return { code: this.code, message: this.message, remedy: this.remedy }
  }
}

/** Turns anything thrown into words for a person; a bug keeps its own message and says it is one. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof PonderError) return thrown.toProblem()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'unexpected',
    message: `Something went wrong inside Ponder: ${message}`,
    remedy: 'Try again; if it happens again, restart Ponder. Your conversations are safe.',
  }
}
