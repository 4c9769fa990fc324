import { freemem, totalmem } from 'node:os'
import { InsufficientMemoryError } from 'node-llama-cpp'
import { PonderError } from '../../contract/ponder-error.ts'
import { refusalsFor, shown, type Refusals } from '../../model-files/header/refusals.ts'

type Reason = readonly [said: RegExp, refuse: (refuse: Refusals, what: string) => PonderError]

/** llama.cpp's reasons, as they stand in its log. What it says of tokenizers and tensors ends in a name from the file. */
const REASONS: readonly Reason[] = [
  [/unknown model architecture: '([^']*)'/, (refuse, what) => refuse.unknownArchitecture(what)],
  [/unknown (?:pre-)?tokenizer(?: type)?: '([^']*)'/, (refuse, what) => refuse.unknownTokenizer(what)],
  [/CLIP cannot be used as main model|architecture: 'clip'|mmproj/i, (refuse) => refuse.imageHalf()],
  [/not within the file bounds/, (refuse) => refuse.cut('the model')],
  [
    /(?:missing tensor|tensor) '([^']*)'(?: not found|$)/m,
    (refuse, what) => refuse.broken(`its tensor ${shown(what)} is missing`),
  ],
  [
    /tensor '([^']*)' has wrong shape/,
    (refuse, what) => refuse.broken(`its tensor ${shown(what)} is not as large as its settings say`),
  ],
  [/key not found in model: (\S+)/, (refuse, what) => refuse.broken(`its setting ${shown(what)} is missing`)],
  [
    /key (\S+) has wrong type/,
    (refuse, what) => refuse.broken(`its setting ${shown(what)} is of the wrong type`),
  ],
]

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
  for (const [pattern, refuse] of REASONS) {
    const found = pattern.exec(text)
    if (found !== null) {
      const { code, message, remedy } = refuse(refusalsFor(name), found[1] ?? '')
      return problem(code, error, { message, remedy })
    }
  }
  const hint = /error loading model: (.*)/.exec(text)?.[1] ?? log.at(-1) ?? said
  return problem('model-file-broken', error, {
    message: `${name} could not be opened; its file seems to be damaged. llama.cpp says: ${shown(hint)}.`,
    remedy: 'Choose another model, or download this one again.',
  })
}

/** Of a graphics processor: what it cannot do the processor may, unless it is known that the file is to blame. */
export function gpuProblem(problem: PonderError, log: readonly string[]): PonderError {
  if (problem.code !== 'model-file-broken' && problem.code !== 'out-of-memory') return problem
  const why =
    problem.code === 'out-of-memory' ? 'its memory is too small' : shown(log.at(-1) ?? problem.message)
  return new PonderError(
    { code: 'gpu-failed', message: why, remedy: 'Run the model on the processor.' },
    { cause: problem },
  )
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
