import { z } from 'zod'
import { PonderError } from '../electron/contract/ponder-error.ts'
import { SESSION_PATH, WIRE_PATH, WIRE_PROTOCOL } from '../electron/contract/shell-bridge.ts'
import type { Port } from '../electron/wire/port.ts'
import { webSocketPort } from '../electron/wire/web-socket-port.ts'
import { tokenInAddress } from './state/place.ts'

/** With the origin, so that the key of one start on this machine is never shown to another. */
const keyName = (): string => `ponder-key:${location.origin}`

const sessionSchema = z.object({ key: z.string().min(1) })

/** Opens a WebSocket to the browser shell, after trading the address's one-time token for a key. */
export async function openBrowserDoor(): Promise<Port> {
  await tradeToken()
  const key = localStorage.getItem(keyName())
  if (key === null) throw notLetIn
  const url = new URL(WIRE_PATH, location.href)
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  const socket = new WebSocket(url, [WIRE_PROTOCOL, key])
  if (await opened(socket)) return webSocketPort(socket)
  // A browser does not tell why a WebSocket failed. If plain requests are answered, this page was not let in: its key
  // is of an earlier start, or too many windows are open.
  throw (await isAnswering()) ? notLetIn : unreachable
}

/** Where this page comes from, and its key there; empty before it has one. */
export function sessionOfBrowser(): { readonly origin: string; readonly key: string } {
  return { origin: location.origin, key: localStorage.getItem(keyName()) ?? '' }
}

async function tradeToken(): Promise<void> {
  const token = tokenInAddress(location.hash)
  if (token === null) return
  const response = await post({ token })
  if (response.ok) localStorage.setItem(keyName(), sessionSchema.parse(await response.json()).key)
  // A token that was used before is no reason to stop: this may be a reload, and the key is still there.
  history.replaceState(null, '', location.pathname)
}

function opened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    socket.addEventListener('close', () => resolve(false), { once: true })
  })
}

async function isAnswering(): Promise<boolean> {
  return post({ token: '' }).then(
    () => true,
    (thrown: unknown) => {
      if (thrown === unreachable) return false
      throw thrown
    },
  )
}

async function post(body: { readonly token: string }): Promise<Response> {
  return fetch(SESSION_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((thrown: unknown) => {
    // fetch says "the network failed" with a TypeError.
    throw thrown instanceof TypeError ? unreachable : thrown
  })
}

/** True of every reason, since the browser keeps the reason to itself. */
export const notLetIn = new PonderError({
  code: 'not-let-in',
  message: 'Ponder did not let this window in.',
  remedy:
    'If many of its windows are open, close one and try again. If not, open Ponder from its terminal address or start it again.',
})
const unreachable = new PonderError({
  code: 'unreachable',
  message: 'Ponder does not answer.',
  remedy: 'Start it again from its terminal.',
})
