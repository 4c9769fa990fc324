import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { drawItems } from './items.ts'

/** Two answers to a question, one of them known to be better. */
export type LabelledPair = {
  readonly question: string
  readonly first: string
  readonly second: string
  readonly better: 1 | 2
}

/** The shape of LLMBar's files (princeton-nlp/LLMBar): a list of these. */
const fileSchema = z
  .array(
    z.object({
      input: z.string(),
      output_1: z.string(),
      output_2: z.string(),
      label: z.coerce.number().pipe(z.union([z.literal(1), z.literal(2)])),
    }),
  )
  .min(1)

/** Pairs from a file in the shape of LLMBar's. Throws in words where it is none. */
export function readPairs(path: string): LabelledPair[] {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`${path} could not be read as JSON.`, { cause })
  }
  const parsed = fileSchema.safeParse(content)
  if (!parsed.success)
    throw new Error(
      `${path} holds no list of pairs with input, output_1, output_2 and label (1 or 2): ${z.prettifyError(parsed.error)}`,
    )
  return parsed.data.map(({ input, output_1, output_2, label }) => ({
    question: input,
    first: output_1,
    second: output_2,
    better: label,
  }))
}

const PROMPT =
  /^## Query\n(.*?)\n\n## Assistant responses\n\n### Assistant 1\n(.*?)\n\n### Assistant 2\n(.*?)\n\n## Analysis\n/su

/** Held-out pairs of the kind the demo judge was trained on, drawn from the seed. */
export function drawPairs(seed: number, count: number): LabelledPair[] {
  const items = drawItems(seed, count * 3).filter(({ ability }) => ability === 'judge')
  return items.slice(0, count).map(({ turns, answers }) => {
    const [, question = '', first = '', second = ''] = PROMPT.exec(turns.at(-1)?.[1] ?? '') ?? []
    return { question, first, second, better: answers[0]?.includes('Assistant 1') === true ? 1 : 2 }
  })
}
