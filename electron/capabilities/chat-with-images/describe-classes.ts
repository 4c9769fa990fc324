import type { Image } from '../../contract/images.ts'
import type { ClassOfImages } from '../../contract/seeing.ts'
import type { Part } from '../../contract/turns.ts'

/**
 * The question which class an image belongs to, with what tells the classes apart or with their names alone; each name is
 * then scored as the answer.
 *
 * Paper: Kosmos-1, zero-shot classification with descriptions, https://arxiv.org/abs/2302.14045, section 6: the
 * descriptions, then the question for the name, answered by one of the names.
 * Differs from the paper: the sentence to be completed is "This is a", which leaves only the name to be said.
 *
 * Example: of the category "bird", "fim" ("red above") and "blork" (no description) are told as
 * "A fim is red above. One bird is a blork.\n", image, " This is a".
 */
export function describeClasses(
  image: Image,
  category: string,
  classes: readonly ClassOfImages[],
  withDescriptions: boolean,
): Part[] {
  const sentences = classes.map(({ name, description }) => {
    const words = withDescriptions ? description.trim().replace(/\.$/, '') : ''
    return words === '' ? `One ${category} is a ${name}.` : `${article(name)} ${name} is ${words}.`
  })
  return [
    { kind: 'text', text: `${sentences.join(' ')}\n` },
    { kind: 'image', image },
    { kind: 'text', text: ' This is a' },
  ]
}

function article(name: string): string {
  return /^[aeiou]/i.test(name) ? 'An' : 'A'
}
