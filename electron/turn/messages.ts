import { givenWords } from '../contract/given-words.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Part, Turn } from '../contract/turns.ts'
import type { ChatMessage, PlacedImage } from '../engine/engine.ts'

/** Where an image's file lies, for a model that sees; null = the model cannot see. */
export type Sees = ((imageId: string) => string) | null

/**
 * Stored turns as the model sees them. Earlier messages never depend on later ones, so the prompt of the next
 * turn starts with the prompt of this one and its KV cache is kept.
 *
 * A question whose answer holds no text (failed, or stopped while thinking) is left out with it: two user messages in
 * a row break many templates.
 */
export function toMessages(systemPrompt: string, path: readonly Turn[], sees: Sees): ChatMessage[] {
  const messages: ChatMessage[] = systemPrompt === '' ? [] : [{ role: 'system', text: systemPrompt }]
  path.forEach((turn, index) => {
    if (turn.kind === 'answer') {
      if (turn.text !== '') messages.push({ role: 'assistant', thought: turn.thought, text: turn.text })
      return
    }
    const next = path[index + 1]
    if (next?.kind === 'answer' && next.text === '') return
    messages.push(toMessage(turn.parts, sees))
  })
  return messages
}

/**
 * One question, its images where the person put them. Example: "Is ", an image, " a cat?" are the text "Is  a cat?" with
 * the image at 3.
 */
export function toMessage(parts: readonly Part[], sees: Sees): ChatMessage {
  let text = ''
  const images: PlacedImage[] = []
  for (const part of parts) {
    if (part.kind === 'text') text += part.text
    else if (sees !== null) images.push({ at: text.length, path: sees(part.image.id) })
    else if (part.given !== undefined) text += givenWords(part.image, part.given)
    else throw cannotSeeImages(null)
  }
  return images.length === 0 ? { role: 'user', text } : { role: 'user', text, images }
}

/** An image is never left out in silence. */
export function refuseUnseen(
  turns: readonly { readonly parts: readonly Part[] }[],
  model: { readonly name: string; readonly sight: unknown },
): void {
  if (model.sight !== null) return
  const isUnseen = (part: Part) => part.kind === 'image' && part.given === undefined
  if (turns.some(({ parts }) => parts.some(isUnseen))) throw cannotSeeImages(model.name)
}

function cannotSeeImages(name: string | null): PonderError {
  return new PonderError({
    code: 'cannot-see-images',
    message: `${name ?? 'The open model'} cannot see images.`,
    remedy:
      'Give it the text in the image or a description of it instead, or choose a model that sees images.',
  })
}
