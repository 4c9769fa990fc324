import { problemSchema } from '../contract/ponder-error.ts'
import { WINDOW, type Frame } from './port.ts'

/**
 * Checks what arrived; null when it is no frame. Written by hand and not as a zod union: it runs once per token, and a
 * union tries its members in turn. Inputs, outputs and items stay unknown: `serve` and `connect` parse those.
 */
export function parseFrame(received: unknown): Frame | null {
  if (!Array.isArray(received)) return null
  const frame: readonly unknown[] = received
  const [kind, id, first, second] = frame
  if (kind === 'z') return frame.length === 1 ? ['z'] : null
  if (!isId(id) || frame.length !== lengths.get(kind)) return null

  switch (kind) {
    case 'q':
      return typeof first === 'string' ? ['q', id, first, second] : null
    case 'r':
      return ['r', id, first]
    case 'v':
      return ['v', id, first]
    case 'd':
      return ['d', id]
    case 'e': {
      const problem = problemSchema.safeParse(first)
      return problem.success ? ['e', id, problem.data] : null
    }
    case 'x':
      return ['x', id]
    case 'c':
      return isCredit(first) ? ['c', id, first] : null
    default:
      return null
  }
}

const lengths: ReadonlyMap<unknown, number> = new Map([
  ['q', 4],
  ['r', 3],
  ['v', 3],
  ['d', 2],
  ['e', 3],
  ['x', 2],
  ['c', 3],
])

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isCredit(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= WINDOW
}
