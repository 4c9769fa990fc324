import type { ChatMessage, RenderRequest } from '../engine.ts'
import type { VisionPrompt } from '../vision/vision-engine.ts'
import type { Eyes } from './image-half.ts'

/**
 * What the next question of a conversation with images will stand on, whatever it is: the common beginning of two that
 * differ in their first letter. Templates leave thoughts out of earlier answers, so it is not what was read and said.
 */
export async function nextBeginning(
  { write }: Eyes,
  messages: readonly ChatMessage[],
  way: Pick<RenderRequest, 'mode' | 'effort'>,
  signal: AbortSignal,
): Promise<VisionPrompt> {
  const prompts = ['A', '1'].map(async (text) => {
    const asked = { ...way, messages: [...messages, { role: 'user', text } as const] }
    return (await write({ ...asked, begun: null, isCut: false }, signal)).prompt
  })
  const [one = [], other = []] = await Promise.all(prompts)
  return commonBeginning(one, other)
}

/** Example: image, "Why? A" and image, "Why? 1" both begin with image, "Why? ". */
export function commonBeginning(one: VisionPrompt, other: VisionPrompt): VisionPrompt {
  const common: VisionPrompt[number][] = []
  for (const [index, piece] of one.entries()) {
    const beside = other[index]
    if (piece.kind === 'image') {
      if (beside?.kind !== 'image' || beside.path !== piece.path) break
      common.push(piece)
      continue
    }
    const text = beside?.kind === 'text' ? commonText(piece.text, beside.text) : ''
    if (text !== '') common.push({ kind: 'text', text })
    if (text !== piece.text) break
  }
  return common
}

function commonText(one: string, other: string): string {
  let end = 0
  while (end < one.length && one[end] === other[end]) end += 1
  // Not between the halves of a character.
  return one.slice(0, end).replace(/[\ud800-\udbff]$/, '')
}
