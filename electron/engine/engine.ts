import type { CacheType } from '../contract/context-choice.ts'
import type { LoadedModel, ShownTemplate, TemplateChoice } from '../contract/models.ts'
import type { Mode, ThoughtEnd } from '../contract/turns.ts'

/** An image among words: `at` is where in the text it stands, in UTF-16 units. */
export type PlacedImage = {
  readonly at: number
  /** A PNG that Ponder made itself. Its name changes with its pixels. */
  readonly path: string
}

/** One message as the model sees it, thoughts apart from answers. */
export type ChatMessage =
  | { readonly role: 'system'; readonly text: string }
  | {
      readonly role: 'user'
      readonly text: string
      /** In order; only for an engine that sees. */
      readonly images?: readonly PlacedImage[] | undefined
    }
  | { readonly role: 'assistant'; readonly thought: string; readonly text: string }

/** An answer that was begun earlier and is to be gone on with. */
export type BegunAnswer = {
  readonly thought: string
  readonly thoughtEnded: boolean
  readonly text: string
}

export type GenerateRequest = {
  /** Ends with the user's message. */
  readonly messages: readonly ChatMessage[]
  /** On a model without a thought channel "think" means step by step. */
  readonly mode: Mode
  /** The mode is chosen on the way, once the prompt is read; `mode` is then of no effect. Only for a model that can think. */
  readonly choice?: ModeChoice | undefined
  /** One of the model's efforts; null, left out or unknown to its template: as the template does by itself. */
  readonly effort?: string | null | undefined
  readonly begun: BegunAnswer | null
  /** Most tokens of thought; null = no limit but the context. */
  readonly thoughtBudget: number | null
  /** Most tokens of answer. */
  readonly answerLimit: number
  /** 0 = greedy. */
  readonly temperature: number
  readonly seed: number
  /** Left out = chat. */
  readonly lane?: Lane | undefined
  /** Whether `finished` is to tell how sure the model was of a quick answer; costs a little for each token. */
  readonly tellsConfidence?: boolean | undefined
}

/**
 * A mode that depends on how likely the model holds a thought to be needed:
 *
 *     think if bias + weight · logit(P(think)) ≥ 0, else quick; the other way round where `isFlipped`
 *
 * Sent along with the question, so that choosing costs no way there and back between two processes.
 */
export type ModeChoice = { readonly bias: number; readonly weight: number; readonly isFlipped: boolean }

/**
 * chat: what a person waits for. background: anything else; it has a KV cache of its own, so the chat's stays as it is, and
 * is stopped at once when something is asked in the chat: `finished` then comes with why 'stopped'.
 */
export type Lane = 'chat' | 'background'

export type GenerationEnd = 'complete' | 'answer-limit' | 'context-full' | 'stopped'

export type EnginePiece =
  /**
   * The prompt is being read: `read` of `toRead` new tokens so far; `reused` tokens were in the KV cache. `looking`: there
   * are images among them.
   */
  | {
      readonly kind: 'reading'
      readonly read: number
      readonly toRead: number
      readonly reused: number
      readonly looking?: true | undefined
    }
  /** What came of `choice`, before the first token. */
  | {
      readonly kind: 'decided'
      readonly mode: 'think' | 'quick'
      readonly pThink: number
      readonly by: ThinkDecision['by']
      /** Time it took beyond reading the prompt, which the answer needs anyway. */
      readonly ms: number
    }
  /** `tokens`: how many this piece holds. */
  | { readonly kind: 'thought'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'thought-ended'; readonly why: ThoughtEnd }
  | { readonly kind: 'answer'; readonly text: string; readonly tokens: number }
  /** A closing tag came without an opening one: every answer piece so far was thought. */
  | { readonly kind: 'answer-was-thought' }
  | {
      readonly kind: 'finished'
      readonly why: GenerationEnd
      readonly promptTokens: number
      readonly reusedTokens: number
      /** Of the prompt; left out where there are no images. */
      readonly imageTokens?: number | undefined
      /** From the first token made to the last, in ms, on the clock of the process that made them. */
      readonly generateMs: number
      /** Mean probability of the tokens that were made, 0 to 1, where it was asked for and is known. */
      readonly confidence?: number | undefined
    }

/** Of the answer to seed number `index`. */
export type SeveralPiece = { readonly index: number; readonly piece: EnginePiece }

export type LoadRequest = {
  readonly id: string
  readonly name: string
  readonly path: string
  /** Tokens; null = as many as the model was trained for and memory allows, at most 8192. */
  readonly contextSize: number | null
  /** How the cache is stored; left out = in 16 bits. Fewer need less memory and forget a little. */
  readonly cacheType?: CacheType | undefined
  /** null = physical cores − 1, and 1 for models under 100 MB, which gain nothing from more. */
  readonly threads: number | null
  /** What the prompts are written by; left out = by the model's own template. */
  readonly template?: TemplateChoice | undefined
  /** Its image half; left out = none. */
  readonly projectorPath?: string | null | undefined
}

export type LoadPiece =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'loaded'; readonly model: LoadedModel }

export type ThinkDecision = {
  /** 0 to 1: how likely the model holds a thought to be needed. */
  readonly pThink: number
  readonly by: 'own-decision' | 'yes-no'
  /** Time it took beyond reading the prompt, which the answer needs anyway. */
  readonly ms: number
}

/** A prompt with images in it, as the text half of a model writes it for the half that sees. */
export type RenderRequest = {
  readonly messages: readonly ChatMessage[]
  readonly mode: Mode
  readonly effort: string | null
  readonly begun: BegunAnswer | null
  /** The begun thought was broken off and is to be closed. */
  readonly isCut: boolean
}

export type Marks = { readonly open: string; readonly close: string }

export type RenderedPrompt = {
  /** In order. Control tokens stand in the texts as such; what somebody typed cannot be mistaken for one. */
  readonly pieces: readonly (
    { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly path: string }
  )[]
  /** An answer is at its end before these. */
  readonly stop: readonly string[]
  /** Where the model goes on: in a thought, in an answer, or before either. */
  readonly start: 'thought' | 'thought-begun' | 'answer' | 'answer-begun'
  readonly marks: { readonly marks: Marks | null; readonly answerMarks: Marks | null }
  /** Tokens, as numbers of the vocabulary, that would undo the mode as the first one. */
  readonly notFirst: readonly number[]
  /** Texts by which a thought that was just opened is closed at once. */
  readonly closers: readonly string[]
}

/**
 * One door to any text model. Today node-llama-cpp in a child process; later others (a bigger machine).
 * Every failure is a PonderError. Stopping by `signal` is a normal ending: `generate` then ends with
 * `finished`, why 'stopped'. One generation runs at a time; a second waits for the first.
 */
export type Engine = {
  /** Opens a model, replacing the one before. Ends after `loaded`. */
  readonly load: (request: LoadRequest, signal: AbortSignal) => AsyncIterable<LoadPiece>
  /** The last piece is always `finished`. */
  readonly generate: (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<EnginePiece>
  /**
   * The same question in the background, answered for each seed at once, in sequences that share the prompt and the steps.
   * Worth its memory on a graphics card only; on a processor it is no faster. Not for images. The last piece of each is
   * `finished`, except where it failed, which is thrown behind the others, or was stopped before it began.
   */
  readonly generateSeveral: (
    request: GenerateRequest,
    seeds: readonly number[],
    signal: AbortSignal,
  ) => AsyncIterable<SeveralPiece>
  /** Ends the running thought, if there is one; the answer goes on from the same KV cache. */
  readonly endThought: () => Promise<void>
  /** Asks the model without answering, for measuring it; an answer is chosen for by `choice` of its request. */
  readonly decideThinking: (
    messages: readonly ChatMessage[],
    signal: AbortSignal,
    effort?: string | null,
    lane?: Lane,
  ) => Promise<ThinkDecision>
  /** Whether images of these messages will have to be looked at. Left out: it cannot see. */
  readonly willLook?: (messages: readonly ChatMessage[]) => boolean
  /** Tokens that one image takes. Left out: it cannot see. */
  readonly imageTokens?: (path: string) => Promise<number>
  /** Length of the prompt in tokens, template included: exact, but for a token or so at the edge of an image. */
  readonly countTokens: (messages: readonly ChatMessage[]) => Promise<number>
  /** The template of the open model, its beginning if it is long. */
  readonly readTemplate: () => Promise<ShownTemplate>
  /** Reads, in idle time, what the next question will stand on. Given up at once when something else is asked. */
  readonly prepare: (messages: readonly ChatMessage[], signal: AbortSignal) => Promise<void>
}
