import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PonderError } from '../contract/ponder-error.ts'
import { LONGEST_TEXT, modeAskedSchema, type ModeAsked } from '../contract/turns.ts'

export const ASK_USAGE =
  'npm run ask -- [--model FILE] [--mode auto|think|quick] [--image FILE]... [--json] "question"'

export type AskFlags = {
  readonly question: string
  readonly mode: ModeAsked
  readonly givenModel: string | null
  /** Files that stand before the question, in order. */
  readonly images: readonly string[]
  readonly json: boolean
}

/** Reads the words after `npm run ask --`; throws a PonderError for what cannot be understood. */
export function readAskFlags(words: readonly string[]): AskFlags {
  const { values, positionals } = parseWords(words)
  const mode = modeAskedSchema.safeParse(values.mode)
  if (!mode.success) throw badFlags(`"${values.mode}" is no mode.`)
  const [question, ...more] = positionals
  if (more.length > 0) throw severalQuestions(positionals.length)
  if (question === undefined || question.trim() === '') throw noQuestion()
  if (question.length > LONGEST_TEXT) throw tooLong(question.length)
  return {
    question,
    mode: mode.data,
    givenModel: values.model === undefined ? null : resolve(values.model),
    images: (values.image ?? []).map((path) => resolve(path)),
    json: values.json,
  }
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        mode: { type: 'string', default: 'auto' },
        image: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (thrown) {
    // Node's own sentence names the flag; its second half is about "--" and of no use here.
    throw badFlags(thrown instanceof Error ? (thrown.message.split('. ')[0] ?? '') + '.' : String(thrown))
  }
}

function badFlags(message: string): PonderError {
  return new PonderError({ code: 'bad-flags', message, remedy: `Ask like this: ${ASK_USAGE}` })
}

function noQuestion(): PonderError {
  return new PonderError({
    code: 'no-question',
    message: 'There is no question.',
    remedy: `Ask like this: ${ASK_USAGE}`,
  })
}

function severalQuestions(count: number): PonderError {
  return new PonderError({
    code: 'several-questions',
    message: `These are ${count} questions, and one is answered at a time.`,
    remedy: 'Put the whole question in quotes.',
  })
}

function tooLong(length: number): PonderError {
  return new PonderError({
    code: 'question-too-long',
    message: `The question has ${length} characters; at most ${LONGEST_TEXT} can be asked.`,
    remedy: 'Shorten it.',
  })
}
