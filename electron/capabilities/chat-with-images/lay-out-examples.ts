import type { Image } from '../../contract/images.ts'
import type { Part } from '../../contract/turns.ts'

export type Example = { readonly image: Image; readonly answer: string }

/**
 * A question with examples before it, so that the model answers about the next image in the same way.
 *
 *     image₁: answer₁ ⏎ image₂: answer₂ ⏎ … image: → answer
 *
 * Paper: Kosmos-1, few-shot learning in context with k = 2, 4, 8 pairs of image and text, https://arxiv.org/abs/2302.14045
 * Differs from the paper: all of it is one message of a chat.
 *
 * Example: A → "fim", B → "blork" and the image C without a question are A, ": fim\n", B, ": blork\n", C, ":".
 */
export function layOutExamples(examples: readonly Example[], image: Image, question: string): Part[] {
  const pairs = examples.flatMap((example): Part[] => [
    { kind: 'image', image: example.image },
    { kind: 'text', text: `: ${example.answer}\n` },
  ])
  const asked = question.trim() === '' ? ':' : `\n${question.trim()}`
  return [...pairs, { kind: 'image', image }, { kind: 'text', text: asked }]
}
