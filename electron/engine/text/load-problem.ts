import { freemem, totalmem } from 'node:os'
import { InsufficientMemoryError } from 'node-llama-cpp'
import { PonderError } from '../../contract/ponder-error.ts'

const OTHER_MODEL = 'Choose another model, or download this one again.'

/** Says in words why llama.cpp could not open a model; its own errors only say that it failed. */
export function loadProblem(
  error: unknown,
  name: string,
  sizeBytes: number,
  log: readonly string[],
): PonderError {
  if (error instanceof PonderError) return error
  const said = error instanceof Error ? error.message : String(error)
  const text = [...log, said].join('\n')
  if (error instanceof InsufficientMemoryError || /out of memory|failed to allocate|bad_alloc/i.test(text)) {
    return outOfMemory(name, sizeBytes, error)
  }
  const architecture = /unknown model architecture: '([^']*)'/.exec(text)?.[1]
  if (architecture !== undefined) {
    return problem('unknown-architecture', error, {
      message: `${name} is of a kind ("${architecture.slice(0, 60)}") that this version of llama.cpp does not know.`,
      remedy: 'Choose another model, or update Ponder.',
    })
  }
  if (/CLIP cannot be used as main model|architecture: 'clip'|mmproj/i.test(text)) {
    return problem('image-half', error, {
      message: `${name} is only the image half of a model (an "mmproj" file); it cannot chat by itself.`,
      remedy: 'Choose the model file that it belongs to.',
    })
  }
  if (/not within the file bounds/.test(text)) {
    return problem('model-file-broken', error, {
      message: `${name} is cut off: its file ends before the model does.`,
      remedy: 'Download it again.',
    })
  }
  const hint = log.at(-1) ?? said
  return problem('model-file-broken', error, {
    message: `${name} could not be opened; its file seems to be damaged. llama.cpp says: ${hint.slice(0, 200)}`,
    remedy: OTHER_MODEL,
  })
}

/** `bytes`: what the context would take, beside the model. */
export function contextTooLarge(
  name: string,
  contextSize: number,
  bytes: number,
  cause: unknown,
): PonderError {
  return problem('out-of-memory', cause, {
    message: `A context of ${contextSize} tokens for ${name} does not fit into memory: it needs about ${gigabytes(bytes)}, and ${gigabytes(freemem())} of ${gigabytes(totalmem())} are free.`,
    remedy: 'Open the model with a smaller context, close other programs, or choose a smaller model.',
  })
}

function outOfMemory(name: string, sizeBytes: number, error: unknown): PonderError {
  return problem('out-of-memory', error, {
    message: `${name} does not fit into memory: it needs at least ${gigabytes(sizeBytes)}, and ${gigabytes(freemem())} of ${gigabytes(totalmem())} are free.`,
    remedy: 'Close other programs, choose a smaller model, or open it with a smaller context.',
  })
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`
}

function problem(code: string, cause: unknown, words: { message: string; remedy: string }): PonderError {
  return new PonderError({ code, ...words }, { cause })
}
