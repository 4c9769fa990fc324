import type { Given, Part } from './turns.ts'

type ImagePart = Extract<Part, { kind: 'image' }>

const SAID: Readonly<Record<Given['by'], string>> = {
  ocr: 'the text that was found in it',
  description: 'what a model that sees says of it',
  person: 'what it shows',
}

/**
 * Exactly what a model that cannot see images reads in the place of one. Windows show it as it is.
 *
 * Example: for "bill.png" with the text "Total 12" that was read in it:
 * "[Image "bill.png": the text that was found in it]\nTotal 12\n[End of the image]\n".
 */
export function givenWords(image: ImagePart['image'], { by, text }: Given): string {
  return `[Image "${image.name.replaceAll('"', "'")}": ${SAID[by]}]\n${text.trim()}\n[End of the image]\n`
}
