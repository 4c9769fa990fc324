/** A part of what the model reads. */
export type PromptPiece =
  /** As it stands: control tokens that a chat template writes count, an image marker in it does not. */
  | { readonly kind: 'text'; readonly text: string }
  /** A PNG that Ponder made itself: upright, sRGB, at most `LARGEST_SIDE` pixels wide and high. */
  | { readonly kind: 'image'; readonly path: string }

/** In the order in which the model reads it; the model's own template around it is the caller's. */
export type VisionPrompt = readonly PromptPiece[]

export type VisionLoadRequest = {
  readonly modelPath: string
  /** The model's image half, an "mmproj" file. */
  readonly projectorPath: string
  /** Tokens; cut to what the model was trained for. */
  readonly contextSize: number
  readonly threads: number
}

export type LoadedVisionModel = {
  readonly architecture: string
  /** How the image half is joined to the model, for example "mlp". */
  readonly projector: string
  readonly contextSize: number
  /** Pixels of the longest side that it looks at, whatever the image; null = it adapts to the image. */
  readonly imageSide: number | null
  readonly loadMs: number
}

export type VisionRequest = {
  readonly prompt: VisionPrompt
  readonly maxTokens: number
  /** The answer ends before the first of these. */
  readonly stop: readonly string[]
  /** 0 = greedy: the same answer every time. */
  readonly temperature: number
  readonly seed: number
  /** Tokens, as numbers of the vocabulary, with whose text the answer must not begin. */
  readonly notFirst?: readonly number[] | undefined
}

export type VisionEnd = 'complete' | 'answer-limit' | 'context-full' | 'stopped'

export type VisionPiece =
  /**
   * The model reads the prompt; nothing tells how far it is. `reusedTokens`: at least so many are in the KV cache.
   * `looking`: it has to look at images.
   */
  | {
      readonly kind: 'reading'
      readonly promptTokens: number
      readonly reusedTokens: number
      /** Of the prompt. */
      readonly imageTokens: number
      readonly looking: boolean
    }
  /** `tokens`: how many this piece holds. */
  | { readonly kind: 'answer'; readonly text: string; readonly tokens: number }
  | {
      readonly kind: 'finished'
      readonly why: VisionEnd
      readonly promptTokens: number
      /** Of the prompt; the rest was in the KV cache. 0 when the answer was stopped before its end. */
      readonly readTokens: number
      /** Of the answer, as the model's tokenizer counts its text. */
      readonly answerTokens: number
      /** From the first piece of the answer to its end, in ms. */
      readonly generateMs: number
    }

export type WordProbability = {
  readonly word: string
  /** 0 to 1: how likely the word comes next; 0 when its token is not among the 1,000 likeliest. */
  readonly probability: number
  /** False: the word is several tokens long, and the probability is that of its first one. */
  readonly whole: boolean
}

export type NextToken = {
  /** As the model would write it, control tokens too. */
  readonly text: string
  /** 0 to 1. */
  readonly probability: number
}

export type NextTokens = {
  /** The likeliest 1,000, summed where several read alike. */
  readonly tokens: readonly NextToken[]
  /** Of the prompt; the rest was in the KV cache. */
  readonly readTokens: number
}

/**
 * One door to any model that sees images. Today @fugood/llama.node in a child process.
 * Every failure is a PonderError. Stopping by `signal` is a normal ending of `answer`; everything else then rejects with
 * the signal's reason. What is asked at the same time is done one after the other.
 */
export type VisionEngine = {
  /** Opens a model, replacing the one before. */
  readonly load: (request: VisionLoadRequest, signal: AbortSignal) => Promise<LoadedVisionModel>
  /** Exact length of the prompt in tokens, images included. */
  readonly countTokens: (prompt: VisionPrompt, signal: AbortSignal) => Promise<number>
  /** The last piece is always `finished`. */
  readonly answer: (request: VisionRequest, signal: AbortSignal) => AsyncIterable<VisionPiece>
  /** How likely each word is to come next: P(Yes), or one of several choices. They need not sum to 1. */
  readonly nextWords: (
    prompt: VisionPrompt,
    words: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly WordProbability[]>
  /** What may come next, and how likely. */
  readonly nextTokens: (prompt: VisionPrompt, signal: AbortSignal) => Promise<NextTokens>
  /** The text in tokens as it would be written behind the prompt; null where it would change the prompt's last token. */
  readonly tokensBehind: (
    prompt: VisionPrompt,
    text: string,
    signal: AbortSignal,
  ) => Promise<readonly string[] | null>
  /** Gives all memory back and forgets the model. */
  readonly unload: () => Promise<void>
  readonly dispose: () => Promise<void>
}
