import { LlamaText, SpecialTokensText } from 'node-llama-cpp'
import type { Token } from 'node-llama-cpp'
import type { GenerateRequest } from '../engine.ts'
import { forbid } from '../think-modes/closing-tokens.ts'
import { opensThought } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { OpenModel } from './open-model.ts'

/** How the next token is chosen. `thoughtClosed`: a thought was broken off, so the rest is written as in quick. */
export function samplingOf(open: OpenModel, request: GenerateRequest, tail: Tail, thoughtClosed: boolean) {
  const quick = thoughtClosed || request.mode === 'quick'
  const bias = tokenBias(open, tail, quick)
  return {
    temperature: request.temperature,
    seed: request.seed,
    // The default would punish the digits of every sum.
    repeatPenalty: false,
    // Without these llama.cpp would let some families choose their thought channel after all.
    ...(quick ? { budgets: { thoughtTokens: 0, commentTokens: Infinity } } : {}),
    ...(bias === null ? {} : { tokenBias: bias }),
  } as const
}

/**
 * A thought that the prompt opened can still be closed by the model at once, and one that the prompt closed can be
 * opened again, at once or later. Forbidding the tokens for that keeps the mode the person chose.
 */
function tokenBias(open: OpenModel, tail: Tail, quick: boolean) {
  if (open.style.kind === 'none') return null
  const { first, later } = forbiddenTokens(open, tail, quick)
  const [firstBias, laterBias] = [forbid(open.model, first), forbid(open.model, later)]
  let calls = 0
  // llama.cpp asks once for every token it samples.
  return () => (calls++ === 0 ? firstBias : laterBias)
}

/** Tokens that would undo the mode: as the first one, and anywhere. */
export function forbiddenTokens(
  open: OpenModel,
  tail: Tail,
  quick: boolean,
): { readonly first: readonly Token[]; readonly later: readonly Token[] } {
  if (open.style.kind === 'none') return { first: [], later: [] }
  const opening = quick ? openingToken(open) : null
  return {
    first: beginsThought(tail) ? open.closers : opening === null ? [] : [opening.token],
    later: opening?.isTag === true ? [opening.token] : [],
  }
}

function beginsThought(tail: Tail): boolean {
  const last = tail.at(-1)
  return opensThought(tail) && typeof last === 'object' && 'text' in last && last.text === ''
}

/** `isTag`: the token is the whole mark and of no other use, so an answer loses nothing without it. */
function openingToken({ model, style }: OpenModel) {
  if (style.kind === 'none') return null
  const mark = style.marks === null ? style.open : LlamaText(new SpecialTokensText(style.marks.open))
  const tokens = mark.tokenize(model.tokenizer)
  const [token] = tokens
  if (token === undefined) return null
  const { control, userDefined } = model.getTokenAttributes(token)
  const isWhole = style.marks === null || tokens.length === 1
  return { token, isTag: isWhole && (control || userDefined) }
}
