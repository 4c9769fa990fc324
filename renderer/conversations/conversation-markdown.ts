import { givenWords } from '../../electron/contract/given-words.ts'
import type { Answer, Part, Turn } from '../../electron/contract/turns.ts'

/**
 * A conversation as one Markdown file: questions with their images where they stand, and answers without thoughts. `source`
 * has the address of each image by its id, as it is to stand in the file.
 *
 * Example: "Is ", an image, " a cat?" answered "Yes." is "**You**", "Is ![image 1: cat.png](…) a cat?", "**Model**", "Yes.".
 */
export function conversationMarkdown(
  title: string,
  turns: readonly Turn[],
  source: ReadonlyMap<string, string>,
): string {
  const said = turns.flatMap((turn) =>
    turn.kind === 'question' ? ['**You**', questionText(turn.parts, source)] : answerTexts(turn),
  )
  return `${[`# ${oneLine(title)}`, ...said].join('\n\n')}\n`
}

/** The images of a conversation, each once. */
export function imageIdsOf(turns: readonly Turn[]): readonly string[] {
  const ids = turns.flatMap((turn) =>
    turn.kind === 'question'
      ? turn.parts.flatMap((part) => (part.kind === 'image' ? [part.image.id] : []))
      : [],
  )
  return [...new Set(ids)]
}

function questionText(parts: readonly Part[], source: ReadonlyMap<string, string>): string {
  let number = 0
  const given: string[] = []
  const text = parts.map((part) => {
    if (part.kind === 'text') return part.text
    const { image } = part
    const name = `image ${(number += 1)}`
    if (part.given !== undefined) given.push(`> ${name}: ${oneLine(givenWords(image, part.given))}`)
    // Brackets would end the name.
    const shown = (image.alt === '' ? image.name : image.alt).replaceAll(/[[\]\\]/g, '')
    return `![${name}: ${oneLine(shown)}](${source.get(image.id) ?? ''})`
  })
  return [text.join('').trim(), ...given].join('\n\n')
}

function answerTexts({ modelName, text, status, problem }: Answer): string[] {
  const ending =
    status === 'complete' ? [] : [`*${problem?.message ?? 'This answer did not come to its end.'}*`]
  return [
    `**${modelName === '' ? 'Answer' : oneLine(modelName)}**`,
    ...(text === '' ? [] : [text]),
    ...ending,
  ]
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
