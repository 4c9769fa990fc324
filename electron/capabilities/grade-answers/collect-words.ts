import type { Engine, GenerateRequest } from '../../engine/engine.ts'

export type Words = {
  readonly thought: string
  readonly text: string
  /** It was cut off before it ended by itself. */
  readonly wasCut: boolean
  readonly tokens: { readonly read: number; readonly reused: number; readonly written: number }
}

/** Background work was stopped because the chat needed the engine: it is to be tried again. */
export const yielded = new Error('The chat came first.')

/** What an engine writes in the background. Rejects with the signal's reason, or with `yielded` when the chat came first. */
export async function collectWords(
  engine: Pick<Engine, 'generate'>,
  request: Omit<GenerateRequest, 'lane'>,
  signal: AbortSignal,
): Promise<Words> {
  const words = { thought: '', text: '' }
  const tokens = { read: 0, reused: 0, written: 0 }
  let end = 'stopped'
  for await (const piece of engine.generate({ ...request, lane: 'background' }, signal)) {
    if (piece.kind === 'finished') {
      end = piece.why
      tokens.reused = piece.reusedTokens
      tokens.read = piece.promptTokens - piece.reusedTokens
    } else if (piece.kind === 'thought' || piece.kind === 'answer') {
      words[piece.kind === 'thought' ? 'thought' : 'text'] += piece.text
      tokens.written += piece.tokens
    } else if (piece.kind === 'answer-was-thought') {
      words.thought += words.text
      words.text = ''
    }
  }
  signal.throwIfAborted()
  if (end === 'stopped') throw yielded
  return { ...words, wasCut: end !== 'complete', tokens }
}
