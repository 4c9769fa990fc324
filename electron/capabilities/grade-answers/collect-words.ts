import type { Engine, GenerateRequest } from '../../engine/engine.ts'

export type Words = {
  readonly thought: string
  readonly text: string
  /** It was cut off before it ended by itself. */
  readonly wasCut: boolean
  /** Mean probability of the tokens, 0 to 1, where it was asked for and the engine knows it. */
  readonly confidence: number | null
  readonly tokens: {
    readonly read: number
    readonly reused: number
    readonly thought: number
    readonly answer: number
  }
  /** Milliseconds from the asking to the first word, of thought, from the first token to the last, and in all. */
  readonly ms: {
    readonly firstToken: number | null
    readonly thought: number
    readonly generate: number
    readonly total: number
  }
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
  const tokens = { read: 0, reused: 0, thought: 0, answer: 0 }
  const began = performance.now()
  let firstToken: number | null = null
  let thoughtFor = 0
  let generate = 0
  let end = 'stopped'
  let confidence: number | null = null
  for await (const piece of engine.generate({ ...request, lane: 'background' }, signal)) {
    if (piece.kind === 'finished') {
      end = piece.why
      generate = piece.generateMs
      confidence = piece.confidence ?? null
      tokens.reused = piece.reusedTokens
      tokens.read = piece.promptTokens - piece.reusedTokens
    } else if (piece.kind === 'thought' || piece.kind === 'answer') {
      const now = performance.now() - began
      firstToken ??= now
      if (piece.kind === 'thought') thoughtFor = now - firstToken
      words[piece.kind === 'thought' ? 'thought' : 'text'] += piece.text
      tokens[piece.kind] += piece.tokens
    } else if (piece.kind === 'answer-was-thought') {
      words.thought += words.text
      words.text = ''
      tokens.thought += tokens.answer
      tokens.answer = 0
    }
  }
  signal.throwIfAborted()
  if (end === 'stopped') throw yielded
  const ms = { firstToken, thought: thoughtFor, generate, total: performance.now() - began }
  return { ...words, wasCut: end !== 'complete', confidence, tokens, ms }
}
