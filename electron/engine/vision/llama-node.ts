import { pbkdf2 } from 'node:crypto'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { PonderError } from '../../contract/ponder-error.ts'
import { visionFailed, visionStuck } from './native-problems.ts'

/**
 * The only door to @fugood/llama.node 1.7.15. Its types are TypeScript sources that strict settings refuse, so what is
 * used of it is described here and what comes back is parsed.
 */
type Library = {
  readonly isLibVariantAvailable: () => Promise<boolean>
  readonly loadModel: (options: Readonly<Record<string, unknown>>) => Promise<Context>
}
type Context = {
  /** True, or throws; blocks. */
  readonly initMultimodal: (options: Readonly<Record<string, unknown>>) => boolean
  readonly tokenize: (text: string, media: { readonly media_paths: readonly string[] }) => Promise<unknown>
  readonly detokenize: (tokens: readonly number[]) => Promise<string>
  readonly completion: (
    options: Readonly<Record<string, unknown>>,
    onToken: (token: { readonly token: string }) => void,
  ) => Promise<unknown>
  readonly stopCompletion: () => void
}

const tokensSchema = z.object({ tokens: z.instanceof(Int32Array) })
const completionSchema = z.object({
  text: z.string(),
  /** Images included; `prompt_n` of them were not in the KV cache. */
  timings: z.object({ prompt_n: z.number() }),
  interrupted: z.boolean(),
  context_full: z.boolean(),
  stopped_eos: z.boolean(),
  stopped_words: z.boolean(),
  stopped_limited: z.boolean(),
  /** Also those of earlier completions. Parsed where the last one is used: they can be 100,000. */
  completion_probabilities: z.array(z.unknown()).optional(),
})
export type Completion = Readonly<z.infer<typeof completionSchema>>

export type NativeModel = {
  /** Rejects when an image cannot be decoded; the model stays usable. */
  readonly tokenize: (text: string, images: readonly string[]) => Promise<readonly number[]>
  readonly detokenize: (tokens: readonly number[]) => Promise<string>
  readonly complete: (options: CompletionOptions, onText: (text: string) => void) => Promise<Completion>
  readonly stop: () => void
}

export type CompletionOptions = {
  readonly prompt: string
  readonly media_paths: readonly string[]
  readonly n_predict: number
  readonly stop?: readonly string[]
  readonly seed?: number
  readonly temperature?: number
  readonly top_k: number
  readonly top_p?: number
  readonly min_p?: number
  readonly n_probs?: number
  /** GBNF. There is `logit_bias` too, but the library does nothing with it. */
  readonly grammar?: string
}

/**
 * Off: the library's own defaults let XTC throw away the likeliest tokens of every tenth choice (it mistook the
 * probability of doing so for the threshold), whatever the temperature.
 */
const NO_SURPRISES = { xtc_probability: 0, xtc_threshold: 1, dry_multiplier: 0 }
/** Models that choose how finely they look would take minutes per image on a processor. */
const MOST_IMAGE_TOKENS = 512

export type OpenOptions = {
  readonly modelPath: string
  readonly projectorPath: string
  readonly contextSize: number
  readonly threads: number
}

/** Loads both halves of a model. Blocks; ends the process on a file that `checkModelFile` should have refused. */
export async function openLlamaNode(options: OpenOptions): Promise<NativeModel> {
  // Loaded here and not with this file, so that a machine without it can say so.
  const library = createRequire(import.meta.url)('@fugood/llama.node') as Library // described above
  if (!(await library.isLibVariantAvailable())) throw libraryMissing()
  const context = await library.loadModel({
    model: options.modelPath,
    n_ctx: options.contextSize,
    n_threads: options.threads,
    n_gpu_layers: 0,
    ctx_shift: false,
    // On processors it makes long answers slower.
    flash_attn_type: 'off',
  })
  context.initMultimodal({ path: options.projectorPath, use_gpu: false, image_max_tokens: MOST_IMAGE_TOKENS })

  let completing = false
  return {
    async tokenize(text, images) {
      return [...tokensSchema.parse(await context.tokenize(text, { media_paths: images })).tokens]
    },
    detokenize: (tokens) => context.detokenize(tokens),
    async complete(completion, onText) {
      completing = true
      try {
        occupyPoolThread()
        const ended = context.completion({ ...NO_SURPRISES, ...completion }, ({ token }) => onText(token))
        return completionSchema.parse(await ended)
      } catch (error) {
        if (error instanceof Error && error.message === 'Another completion is in progress')
          throw visionStuck()
        throw visionFailed(error)
      } finally {
        completing = false
      }
    },
    stop() {
      // After a failure it would touch memory that is gone.
      if (completing) context.stopCompletion()
    },
  }
}

/** About 2 ms of work. */
const POOL_ITERATIONS = 5000
const MOST_TRIES = 10

/**
 * The library hands a completion to a thread and only then notes whom to tell of its end. One that is over by then (a
 * millisecond is enough on a busy machine) leaves it waiting for ever: "Another completion is in progress". With a
 * single pool thread, see child.ts, that is busy with this first, the note is written in time.
 */
function occupyPoolThread(): void {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const started = performance.now()
    pbkdf2('', '', POOL_ITERATIONS, 32, 'sha256', () => undefined)
    // Else the system let the other thread run first, and it may be done by now.
    if (performance.now() - started < 0.5) return
  }
}

function libraryMissing(): PonderError {
  return new PonderError({
    code: 'vision-missing',
    message: `Looking at images does not work on this machine (${process.platform}, ${process.arch}).`,
    remedy: 'Install Ponder again for this kind of machine; from sources, run "npm ci".',
  })
}
