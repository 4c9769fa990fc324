import type { EnginePiece } from './engine.ts'

/** The ending of an answer that was stopped before a word of its prompt was read. */
export const stoppedUnread: EnginePiece = {
  kind: 'finished',
  why: 'stopped',
  promptTokens: 0,
  reusedTokens: 0,
  generateMs: 0,
}
