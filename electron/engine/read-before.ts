import type { EnginePiece } from './engine.ts'

/**
 * A piece as the person counts: what was read for this message before this generation began is read too, and only what was
 * there before that counts as reused.
 *
 * Example: 12 tokens were read to choose the mode; of a prompt of 22 another 2 are read now. So 14 were, and 8 reused.
 */
export function countReadBefore(piece: EnginePiece, readBefore: number): EnginePiece {
  if (piece.kind === 'reading') {
    const ours = Math.min(readBefore, piece.reused)
    return { ...piece, read: piece.read + ours, toRead: piece.toRead + ours, reused: piece.reused - ours }
  }
  if (piece.kind !== 'finished') return piece
  return { ...piece, reusedTokens: Math.max(0, piece.reusedTokens - readBefore) }
}
