import type { ChatMessage } from '../engine.ts'
import type { NextToken } from '../vision/vision-engine.ts'
import type { Eyes } from './image-half.ts'

/** As `ownDecision` of the text engine, on a prompt with images: asked behind an opened thought. */
export async function decideAboutImages(
  { vision, write }: Eyes,
  messages: readonly ChatMessage[],
  effort: string | null,
  signal: AbortSignal,
): Promise<ImagesDecision> {
  const started = performance.now()
  const opened = { messages, mode: 'think', effort, begun: null, isCut: false } as const
  const { prompt, closers } = await write(opened, signal)
  const written = performance.now()
  const { tokens, readTokens } = await vision.nextTokens(prompt, signal)
  // Nearly all of the rest was reading the images, which the answer then finds read.
  return { pThink: thinkProbability(tokens, closers), ms: written - started, readTokens }
}

export type ImagesDecision = {
  readonly pThink: number
  readonly ms: number
  /** New tokens of the prompt, which the answer then finds in the KV cache. */
  readonly readTokens: number
}

/**
 *     P(think) = 1 − Σ P(t), over the texts t that close the thought at once
 *
 * Example: "</think>" 0.2, "\n" 0.05, "red" 0.7 with the closers "</think>" and "\n": 0.75.
 */
export function thinkProbability(tokens: readonly NextToken[], closers: readonly string[]): number {
  const closing = tokens
    .filter(({ text }) => closers.includes(text))
    .reduce((sum, { probability }) => sum + probability, 0)
  return Math.min(1, Math.max(0, 1 - closing))
}
