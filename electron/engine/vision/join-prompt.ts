import type { VisionPrompt } from './vision-engine.ts'

/** Where an image stands in the text that the library reads. */
export const IMAGE_MARKER = '<__media__>'
/** Invisible and without meaning (U+2060, word joiner): with it, a marker that somebody typed is none. */
const BROKEN_MARKER = '<\u2060__media__>'

export type JoinedPrompt = {
  readonly text: string
  /** One for each marker in the text, in order. */
  readonly images: readonly string[]
  /** What stands behind the last image. */
  readonly lastText: string
}

/**
 * The prompt as the library takes it. Texts are joined before they are searched, since a marker may stand across two.
 *
 * Example: image "a.png", text "What is <__media__>?" become "<__media__>What is <⁠__media__>?" and ["a.png"].
 */
export function joinPrompt(prompt: VisionPrompt): JoinedPrompt {
  const texts = ['']
  const images: string[] = []
  for (const piece of prompt) {
    if (piece.kind === 'image') {
      images.push(piece.path)
      texts.push('')
    } else texts.push((texts.pop() ?? '') + piece.text)
  }
  const harmless = texts.map((text) => text.replaceAll(IMAGE_MARKER, BROKEN_MARKER))
  return { text: harmless.join(IMAGE_MARKER), images, lastText: harmless.at(-1) ?? '' }
}
