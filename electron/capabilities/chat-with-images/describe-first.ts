import type { Part } from '../../contract/turns.ts'

/** The words of Kosmos-1, section 5.4, with which the model is asked for its rationale. */
export const DESCRIBE_ONE = 'Introduce this picture in detail:'
const DESCRIBE_SEVERAL = 'Introduce these pictures in detail:'

export type TwoSteps = { readonly describe: readonly Part[]; readonly ask: readonly Part[] }

/**
 * A question with images as two questions of one conversation: first the images are described, then the question is
 * asked, with the description before it. The model's thoughts about what it sees become words that it can reason from.
 *
 *     step 1: images + "Introduce this picture in detail:" → rationale
 *     step 2: images + rationale + question → answer
 *
 * Paper: Kosmos-1, multimodal chain of thought, https://arxiv.org/abs/2302.14045, section 5.4
 * Differs from the paper: the steps are turns of a chat, so the second one does not look at the images again; several
 * images are numbered, and where one stood among the words of the question its number stands.
 *
 * Example: "Is ", image A, " older than ", image B, "?" are asked as "Image 1: ", A, "\nImage 2: ", B, "\nIntroduce these
 * pictures in detail:" and then as "Is image 1 older than image 2?".
 */
export function describeFirst(parts: readonly Part[]): TwoSteps {
  const images = parts.filter((part) => part.kind === 'image')
  const isOne = images.length === 1
  const shown = images.flatMap((image, index): Part[] =>
    isOne ? [image, text('\n')] : [text(`Image ${index + 1}: `), image, text('\n')],
  )
  let seen = 0
  const words = parts.map((part) => {
    if (part.kind === 'text') return part.text
    seen += 1
    return isOne ? '' : `image ${seen}`
  })
  return {
    describe: [...shown, text(isOne ? DESCRIBE_ONE : DESCRIBE_SEVERAL)],
    ask: [text(words.join('').trim())],
  }
}

function text(words: string): Part {
  return { kind: 'text', text: words }
}
