import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { EnginePiece } from '../engine.ts'

/** Small enough for progress and a quick stop on a slow processor, large enough to lose no speed. */
const TOKENS_PER_CHUNK = 256

export type Reading = Extract<EnginePiece, { kind: 'reading' }>

/**
 * Brings the KV cache to the first `upTo` of these tokens, reading only what is new; stops between chunks when
 * `signal` aborts. A generation reads all but the last, which it decodes itself to have something to go on from.
 */
export async function* readPrompt(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  upTo: number,
  signal: AbortSignal,
): AsyncGenerator<Reading, void> {
  if (signal.aborted) return
  const wanted = tokens.slice(0, upTo)
  // Without shifting: moved tokens would still carry the text that was removed before them.
  await sequence.adaptStateToTokens(wanted, false)
  const reused = sequence.nextTokenIndex
  const toRead = tokens.length - reused
  yield { kind: 'reading', read: 0, toRead, reused }
  for (let start = reused; start < wanted.length && !signal.aborted; start += TOKENS_PER_CHUNK) {
    const chunk = wanted.slice(start, start + TOKENS_PER_CHUNK)
    await sequence.evaluateWithoutGeneratingNewTokens(chunk)
    yield { kind: 'reading', read: start + chunk.length - reused, toRead, reused }
  }
}
