import type { IncomingMessage } from 'node:http'
import { WIRE_PATH, WIRE_PROTOCOL } from '../contract/shell-bridge.ts'

export type Refusal = { readonly status: number; readonly reason: string }

export const FOREIGN: Refusal = { status: 403, reason: 'Only pages of Ponder itself may ask this.' }

/**
 * Why this request is refused before anything else is looked at, or null.
 *
 * Every page in every browser of this machine can send requests to 127.0.0.1, and a foreign name can be made to
 * lead there (DNS rebinding). What such a page cannot choose is the Host and the Origin its browser writes.
 */
export function refuseRequest(request: IncomingMessage, port: number): Refusal | null {
  const host = ownHost(request, port)
  if (host === null) return { status: 421, reason: 'This is not the address of Ponder.' }
  // "null", which files and sandboxed frames send, is foreign too.
  if (request.headers.origin !== undefined && !isOwnOrigin(request, port)) return FOREIGN
  return null
}

/** True when a page of this very server asks. Programs that are no browsers send no Origin and are not meant. */
export function isOwnOrigin(request: IncomingMessage, port: number): boolean {
  const host = ownHost(request, port)
  const origins = request.headersDistinct['origin'] ?? []
  return host !== null && origins.length === 1 && origins[0] === `http://${host}`
}

/** True when a browser says that another page asks, which sends no Origin for an image. Programs do not say. */
export function isForeignFetch(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** Why this WebSocket is refused, or null. `isKey` knows the pages that were let in. */
export function refuseUpgrade(
  request: IncomingMessage,
  port: number,
  isKey: (text: string) => boolean,
): Refusal | null {
  const refusal = refuseRequest(request, port)
  if (refusal) return refusal
  if (!isOwnOrigin(request, port)) return FOREIGN
  if (request.method !== 'GET' || request.url !== WIRE_PATH)
    return { status: 404, reason: 'Nothing is here.' }
  const [protocol, key, ...more] = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/)
  if (protocol === WIRE_PROTOCOL && key !== undefined && more.length === 0 && isKey(key)) return null
  return { status: 401, reason: 'This page has no key. Open the address that Ponder printed.' }
}

/** The host the request names when it is this server's, else null. */
function ownHost(request: IncomingMessage, port: number): string | null {
  const hosts = request.headersDistinct['host'] ?? []
  const host = hosts.length === 1 ? hosts[0] : undefined
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` ? host : null
}
