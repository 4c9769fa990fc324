import type { IncomingMessage } from 'node:http'
import type { Implementation } from '../contract/define.ts'
import { PonderError, problemOf, type Problem } from '../contract/ponder-error.ts'
import { PIECE_BYTES, placeSchema, type Place } from '../contract/send-bytes.ts'
import { BYTES_PATH } from '../contract/shell-bridge.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import { FOREIGN, isOwnOrigin, type Refusal } from './request-rules.ts'

export type Taken =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Core would not have them. */
  | { readonly kind: 'problem'; readonly problem: Problem }

/** Hands core the body of a request as it comes: neither a piece nor a part of it waits here for the rest. */
export async function takeBytes(
  request: IncomingMessage,
  path: string,
  port: number,
  calls: Pick<Implementation<WindowCalls>, 'sendBytes'>,
  isKey: (text: string) => boolean,
): Promise<Taken> {
  const place = placeOf(path)
  const refusal = refuseBytes(request, place, port, isKey)
  if (place === null || refusal !== null) return { kind: 'refused', refusal: refusal ?? NOTHING }
  const stop = new AbortController()
  request.once('close', () => stop.abort())
  let problem: Problem | null = null
  let { offset } = place
  for await (const chunk of request) {
    // Read to its end also when core refuses: a browser that still sends may not hear why.
    if (problem !== null) continue
    const bytes: Buffer = chunk
    try {
      await calls.sendBytes({ ...place, offset, bytes }, stop.signal)
      offset += bytes.length
    } catch (thrown) {
      if (!(thrown instanceof PonderError)) console.error(thrown)
      problem = problemOf(thrown)
    }
  }
  return problem === null ? { kind: 'taken' } : { kind: 'problem', problem }
}

export function isBytesPath(path: string): boolean {
  return path.startsWith(`${BYTES_PATH}/`)
}

const NOTHING: Refusal = { status: 404, reason: 'Nothing is here.' }

/** The body's length is what the header says it is: the parser ends a request there, and one that ends before is broken. */
function refuseBytes(
  request: IncomingMessage,
  place: Place | null,
  port: number,
  isKey: (text: string) => boolean,
): Refusal | null {
  const { headers, method } = request
  if (method !== 'POST') return { status: 405, reason: 'Only POST.' }
  if (!isOwnOrigin(request, port)) return FOREIGN
  const key = /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1]
  if (key === undefined || !isKey(key)) return { status: 401, reason: 'This page has no key.' }
  if (place === null) return NOTHING
  if (headers['content-type'] !== 'application/octet-stream') return { status: 415, reason: 'Only bytes.' }
  const length = headers['content-length']
  if (length === undefined) return { status: 411, reason: 'Of which length?' }
  if (Number(length) === 0) return { status: 400, reason: 'No bytes.' }
  if (Number(length) > PIECE_BYTES) return { status: 413, reason: 'Too many bytes at once.' }
  return null
}

function placeOf(path: string): Place | null {
  const [kind, uploadId, offset, ...more] = path.slice(BYTES_PATH.length + 1).split('/')
  if (more.length > 0 || offset === undefined || !/^\d{1,16}$/.test(offset)) return null
  if (uploadId === undefined || !/^[\w-]+$/.test(uploadId)) return null
  return placeSchema.safeParse({ kind, uploadId, offset: Number(offset) }).data ?? null
}
