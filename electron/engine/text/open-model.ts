import type {
  LlamaChat,
  LlamaContext,
  LlamaContextSequence,
  LlamaDecisionContext,
  LlamaModel,
  Token,
} from 'node-llama-cpp'
import type { LoadedModel } from '../../contract/models.ts'
import type { ChosenTemplate } from '../think-modes/templates/choose-template.ts'
import type { ThoughtStyle } from '../think-modes/thought-style.ts'

/** A sequence to write on, and its context. */
export type Beside = Pick<OpenModel, 'context' | 'sequence' | 'chat'>

/** Sequences of one context, which share the steps of the library. */
export type SideBySide = { readonly lanes: readonly Beside[]; readonly close: () => Promise<void> }

/** A model in memory with its one chat sequence, and what is known of it. */
export type OpenModel = {
  readonly model: LlamaModel
  readonly context: LlamaContext
  readonly sequence: LlamaContextSequence
  readonly chat: LlamaChat
  readonly style: ThoughtStyle
  /** What its prompts are written by. */
  readonly template: ChosenTemplate
  /** See `closingTokens`. */
  readonly closers: readonly Token[]
  readonly described: LoadedModel
  /** The same for each effort that the template knows. */
  readonly efforts: ReadonlyMap<string, Pick<OpenModel, 'chat' | 'style'>>
  /** A second context with a sequence of its own, for work beside the chat; made at the first use. */
  readonly beside: () => Promise<Beside>
  /** Made anew for each use: fewer than are wanted where memory does not allow them, none where it was stopped before. */
  readonly sideBySide: (wanted: number, contextSize: number, signal: AbortSignal) => Promise<SideBySide>
  /** Another small context for yes/no decisions; made at the first one. */
  readonly decisions: () => Promise<LlamaDecisionContext>
  readonly close: () => Promise<void>
}

/** The model as it is asked for an effort; null, or one that its template does not know: as it is by itself. */
export function withEffort(open: OpenModel, effort: string | null | undefined): OpenModel {
  return { ...open, ...open.efforts.get(effort ?? '') }
}
