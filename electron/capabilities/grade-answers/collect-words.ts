import type { Engine, EnginePiece, GenerateRequest } from '../../engine/engine.ts'

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
  const gathered = gatherWords(performance.now())
  for await (const piece of engine.generate({ ...request, lane: 'background' }, signal)) gathered.take(piece)
  signal.throwIfAborted()
  const words = gathered.whole()
  if (words === null) throw yielded
  return words
}

/**
 * The same for one answer to each seed, all at once. `finished` is told of each as soon as it is there. All were asked for
 * when the first was: what an answer waits for its turn counts too.
 */
export async function collectSeveral(
  engine: Pick<Engine, 'generateSeveral'>,
  request: Omit<GenerateRequest, 'lane'>,
  seeds: readonly number[],
  signal: AbortSignal,
  finished: (seed: number, words: Words) => void,
): Promise<void> {
  const began = performance.now()
  const gathered = new Map<number, ReturnType<typeof gatherWords>>()
  const left = new Set(seeds)
  for await (const { index, piece } of engine.generateSeveral(
    { ...request, lane: 'background' },
    seeds,
    signal,
  )) {
    const words = gathered.get(index) ?? gatherWords(began)
    gathered.set(index, words)
    words.take(piece)
    const whole = piece.kind === 'finished' ? words.whole() : null
    const seed = seeds[index]
    if (whole === null || seed === undefined) continue
    left.delete(seed)
    finished(seed, whole)
  }
  signal.throwIfAborted()
  if (left.size > 0) throw yielded
}

/** `began`: when it was asked for, on the clock of `performance`. */
function gatherWords(began: number) {
  const words = { thought: '', text: '' }
  const tokens = { read: 0, reused: 0, thought: 0, answer: 0 }
  let firstToken: number | null = null
  let thoughtFor = 0
  let end: Extract<EnginePiece, { kind: 'finished' }> | null = null

  return {
    take: (piece: EnginePiece): void => {
      if (piece.kind === 'finished') {
        end = piece
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
    },
    /** Null where it was stopped. */
    whole: (): Words | null => {
      if (end === null || end.why === 'stopped') return null
      const total = performance.now() - began
      const ms = { firstToken, thought: thoughtFor, generate: end.generateMs, total }
      return { ...words, wasCut: end.why !== 'complete', confidence: end.confidence ?? null, tokens, ms }
    },
  }
}
