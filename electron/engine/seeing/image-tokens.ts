import type { ChatMessage } from '../engine.ts'

/**
 * How many tokens each image takes: a message with it less one without. Counted once for each, since a window asks at
 * every pause in typing, also while the model is busy with an answer.
 */
export function createImageTokens(count: (messages: readonly ChatMessage[]) => Promise<number>) {
  const known = new Map<string, number>()
  return async (path: string): Promise<number> => {
    const counted = known.get(path)
    if (counted !== undefined) return counted
    const message = { role: 'user', text: 'Image' } as const
    const tokens = (await count([{ ...message, images: [{ at: 0, path }] }])) - (await count([message]))
    known.set(path, tokens)
    return tokens
  }
}
