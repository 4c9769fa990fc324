import type { GenerateRequest } from '../engine.ts'
import { forbid } from '../think-modes/closing-tokens.ts'
import { opensThought } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { OpenModel } from './open-model.ts'

/** How the next token is chosen. */
export function samplingOf(open: OpenModel, request: GenerateRequest, tail: Tail) {
  const first = firstTokenBias(open, request, tail)
  return {
    temperature: request.temperature,
    seed: request.seed,
    // The default would punish the digits of every sum.
    repeatPenalty: false,
    // Without these llama.cpp would let some families choose their thought channel after all.
    ...(request.mode === 'quick' ? { budgets: { thoughtTokens: 0, commentTokens: Infinity } } : {}),
    ...(first === null ? {} : { tokenBias: first }),
  } as const
}

/**
 * A thought that the prompt opened can still be closed by the model at once, and one that the prompt closed can be
 * opened again. Forbidding the tokens for that as the very first keeps the mode the person chose.
 */
function firstTokenBias(open: OpenModel, request: GenerateRequest, tail: Tail) {
  const forbidden = forbiddenFirst(open, request, tail)
  if (forbidden.length === 0) return null
  const first = forbid(open.model, forbidden)
  const later = forbid(open.model, [])
  let calls = 0
  // llama.cpp asks once for every token it samples.
  return () => (calls++ === 0 ? first : later)
}

function forbiddenFirst(open: OpenModel, request: GenerateRequest, tail: Tail) {
  if (open.style.kind === 'none') return []
  const last = tail.at(-1)
  if (opensThought(tail) && typeof last === 'object' && 'text' in last && last.text === '')
    return open.closers
  if (request.mode !== 'quick' || request.begun !== null) return []
  const opening = open.style.open.tokenize(open.model.tokenizer)[0]
  return opening === undefined ? [] : [opening]
}
