import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { EnginePiece } from '../engine.ts'

/** Small enough for progress and a quick stop on a slow processor, large enough to lose no speed. */
const TOKENS_PER_CHUNK = 256
/** A person's question waits for a chunk that is being read beside it; goal: 50 ms. */
const SHORT_CHUNK_MS = 30
const SHORTEST_CHUNK = 8

export type Reading = Extract<EnginePiece, { kind: 'reading' }>

/**
 * Brings the KV cache to the first `upTo` of these tokens, reading only what is new; stops between chunks when
 * `signal` aborts. `inShort`: in chunks of a few milliseconds each, whatever the machine. A generation reads all but the last, which it decodes itself to have something to go on from.
 */
export async function* readPrompt(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  upTo: number,
  signal: AbortSignal,
  inShort = false,
): AsyncGenerator<Reading, void> {
  if (signal.aborted) return
  const wanted = tokens.slice(0, upTo)
  // Without shifting: moved tokens would still carry the text that was removed before them.
  await sequence.adaptStateToTokens(wanted, false)
  const reused = sequence.nextTokenIndex
  const toRead = tokens.length - reused
  yield { kind: 'reading', read: 0, toRead, reused }
  let size = inShort ? SHORTEST_CHUNK : TOKENS_PER_CHUNK
  for (let start = reused; start < wanted.length && !signal.aborted;) {
    const chunk = wanted.slice(start, start + size)
    const began = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(chunk)
    start += chunk.length
    if (inShort) size = nextSize(chunk.length, performance.now() - began)
    yield { kind: 'reading', read: start - reused, toRead, reused }
  }
}

/** Twice as many tokens as long as they stay well within the time, half as many when they do not. */
function nextSize(tokens: number, ms: number): number {
  const size = ms > SHORT_CHUNK_MS ? tokens / 2 : ms < SHORT_CHUNK_MS / 2 ? tokens * 2 : tokens
  return Math.min(TOKENS_PER_CHUNK, Math.max(SHORTEST_CHUNK, Math.floor(size)))
}
