import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { SESSION_PATH } from '../contract/shell-bridge.ts'
import { readJsonBody } from './read-json-body.ts'
import { FOREIGN, isForeignFetch, isOwnOrigin, refuseRequest, type Refusal } from './request-rules.ts'
import { OPEN_AGAIN_PATH } from './second-start.ts'
import { WEB_HEADERS } from './security-headers.ts'
import { sameSecret, type SessionKeys } from './session-keys.ts'
import type { StaticFiles } from './static-files.ts'
import { isBytesPath, takeBytes } from './take-bytes.ts'

export type WebRoutes = {
  readonly files: StaticFiles
  readonly calls: Parameters<typeof takeBytes>[3]
  readonly keys: SessionKeys
  readonly openAgainSecret: string
  readonly newAddress: () => string
}

/** Answers every HTTP request of the browser shell: its files, two ways to be let in, and bytes of a page. GET changes nothing. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  routes: WebRoutes,
): Promise<void> {
  const refusal = refuseRequest(request, port)
  if (refusal) return refuse(response, refusal)

  const path = (request.url ?? '').split('?')[0] ?? ''
  if (path === SESSION_PATH || path === OPEN_AGAIN_PATH) {
    if (request.method !== 'POST') return refuse(response, { status: 405, reason: 'Only POST.' })
    if (path === SESSION_PATH) return exchangeToken(request, response, port, routes)
    return openAgain(request, response, routes)
  }
  if (isBytesPath(path)) return sendTaken(request, response, path, port, routes)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, { status: 405, reason: 'Only GET.' })
  // Another page cannot read an image, but it must not even learn that it is there.
  if (path.startsWith('/images/') && isForeignFetch(request)) return refuse(response, FOREIGN)
  return sendFile(request, response, path, routes.files)
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  files: StaticFiles,
): Promise<void> {
  const file = await files.read(path)
  if (file === null) return refuse(response, { status: 404, reason: 'Nothing is here.' })
  response.writeHead(200, { ...WEB_HEADERS, 'Content-Type': file.type, 'Content-Length': file.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}

async function sendTaken(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  port: number,
  { calls, keys }: WebRoutes,
): Promise<void> {
  const taken = await takeBytes(request, path, port, calls, keys.isKey)
  if (taken.kind === 'refused') return refuse(response, taken.refusal)
  if (taken.kind === 'problem') return sendJson(response, taken.problem, 409)
  response.writeHead(204, WEB_HEADERS)
  response.end()
}

async function exchangeToken(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  { keys }: WebRoutes,
): Promise<void> {
  if (!isOwnOrigin(request, port)) return refuse(response, FOREIGN)
  const body = await readJsonBody(request, z.strictObject({ token: z.string().max(200) }))
  if (body.kind === 'refused') return refuse(response, { status: body.status, reason: 'Not understood.' })
  const key = keys.exchange(body.value.token)
  if (key === null)
    return refuse(response, { status: 401, reason: 'This address is unknown or was used before.' })
  sendJson(response, { key })
}

async function openAgain(
  request: IncomingMessage,
  response: ServerResponse,
  { openAgainSecret, newAddress }: WebRoutes,
): Promise<void> {
  // A second start is no browser and sends no Origin; a browser always does.
  if (request.headers.origin !== undefined) return refuse(response, FOREIGN)
  const body = await readJsonBody(request, z.strictObject({ secret: z.string().max(200) }))
  if (body.kind === 'refused') return refuse(response, { status: body.status, reason: 'Not understood.' })
  if (!sameSecret(body.value.secret, openAgainSecret))
    return refuse(response, { status: 401, reason: 'Wrong secret.' })
  sendJson(response, { address: newAddress() })
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { ...WEB_HEADERS, 'Content-Type': 'application/json' })
  response.end(JSON.stringify(value))
}

function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  response.writeHead(status, {
    ...WEB_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    // What is left of a refused body is not read.
    Connection: 'close',
  })
  response.end(`${reason}\n`)
}
