import { PonderError } from '../../contract/ponder-error.ts'

/** After these the library is in no known state; see FATAL_CODES. */

export function visionFailed(cause: unknown): PonderError {
  const said = cause instanceof Error ? cause.message : String(cause)
  return new PonderError(
    {
      code: 'vision-failed',
      message: `The images could not be looked at. llama.cpp says: ${said.slice(0, 200)}`,
      remedy: 'Try again; if it happens again, use fewer images or another model.',
    },
    { cause },
  )
}

/** The library still waits for a completion that is over. Asked again in another process, the question works. */
export function visionStuck(): PonderError {
  return new PonderError({
    code: 'vision-stuck',
    message: 'The part of Ponder that looks at images does not answer any more.',
    remedy: 'Try again.',
  })
}

export function loadFailed(modelName: string, projectorName: string, cause: unknown): PonderError {
  const said = cause instanceof Error ? cause.message : String(cause)
  return new PonderError(
    {
      code: 'vision-load-failed',
      message: `${modelName} and ${projectorName} could not be opened together. llama.cpp says: ${said.slice(0, 200)}`,
      remedy: 'Choose the "mmproj" file that was made for this very model, or update Ponder.',
    },
    { cause },
  )
}

export function loadDied(modelName: string, projectorName: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'vision-load-died',
      message: `llama.cpp crashed on ${modelName} or ${projectorName}: one of them is damaged, or of a kind that this version does not know.`,
      remedy: 'Download both files again, choose another model, or update Ponder.',
    },
    { cause },
  )
}
