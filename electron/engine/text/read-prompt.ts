import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { EnginePiece } from '../engine.ts'

/** Small enough for progress and a quick stop on a slow processor, large enough to lose no speed. */
const TOKENS_PER_CHUNK = 256
/** A person's question waits for a chunk that is being read beside it; goal: 50 ms. */
const SHORT_CHUNK_MS = 30
const SHORTEST_CHUNK = 8

export type Reading = Extract<EnginePiece, { kind: 'reading' }>

export type HowToRead = {
  /** This many tokens at the end stay unread, though they may be in the cache already, all but the last one. */
  readonly leaves: number
  /** In chunks of a few milliseconds each, whatever the machine. */
  readonly inShort?: boolean
}

/**
 * Brings the KV cache to the beginning of these tokens, reading only what is new; stops between chunks when `signal`
 * aborts. Who leaves tokens reads them in a step of its own, whose output it goes on from.
 */
export async function* readPrompt(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  { leaves, inShort = false }: HowToRead,
  signal: AbortSignal,
): AsyncGenerator<Reading, void> {
  if (signal.aborted) return
  // Without shifting: moved tokens would still carry the text that was removed before them.
  await sequence.adaptStateToTokens(tokens.slice(0, tokens.length - Math.min(1, leaves)), false)
  const reused = sequence.nextTokenIndex
  const toRead = tokens.length - reused
  yield { kind: 'reading', read: 0, toRead, reused }
  const end = tokens.length - leaves
  let size = inShort ? SHORTEST_CHUNK : TOKENS_PER_CHUNK
  for (let start = reused; start < end && !signal.aborted;) {
    const chunk = tokens.slice(start, Math.min(end, start + size))
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
