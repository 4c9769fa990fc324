import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'

/** Room for a token and the braces around it. */
const LONGEST_BODY_BYTES = 4096

export type JsonBody<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415 }

/** Reads a small JSON body. Other content types are refused: they are what a page may send without being asked. */
export async function readJsonBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
): Promise<JsonBody<z.output<Schema>>> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') return { kind: 'refused', status: 415 }

  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > LONGEST_BODY_BYTES) return { kind: 'refused', status: 413 }
    chunks.push(bytes)
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')))
  return parsed.success ? { kind: 'value', value: parsed.data } : { kind: 'refused', status: 400 }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined
    throw thrown
  }
}
