import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { contextSizeSchema } from '../contract/context-choice.ts'
import { PonderError } from '../contract/ponder-error.ts'

export const INSPECT_USAGE = 'npm run inspect -- FILE [--context TOKENS] [--hash] [--json]'

export type InspectFlags = {
  readonly path: string
  readonly contextSize: number | null
  readonly hash: boolean
  readonly json: boolean
}

/** Reads the words after `npm run inspect --`; throws a PonderError for what cannot be understood. */
export function readInspectFlags(words: readonly string[]): InspectFlags {
  const { values, positionals } = parseWords(words)
  const [path, ...more] = positionals
  if (path === undefined) throw badFlags('No file is named.')
  if (more.length > 0)
    throw badFlags(`These are ${positionals.length} files, and one is looked at at a time.`)
  const context = values.context === undefined ? null : contextSizeSchema.safeParse(Number(values.context))
  if (context?.success === false) throw badFlags(`"${values.context}" is no number of tokens.`)
  return { path: resolve(path), contextSize: context?.data ?? null, hash: values.hash, json: values.json }
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        context: { type: 'string' },
        hash: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (thrown) {
    // Node's own sentence names the flag; its second half is about "--" and of no use here.
    throw badFlags(thrown instanceof Error ? (thrown.message.split('. ')[0] ?? '') + '.' : String(thrown))
  }
}

function badFlags(message: string): PonderError {
  return new PonderError({ code: 'bad-flags', message, remedy: `Use it like this: ${INSPECT_USAGE}` })
}
