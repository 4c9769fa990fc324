import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { notTrusted, stalled, tooManyRedirects, unreachable, wrongHost } from './faults.ts'

/** Where models come from, and how long it may keep us waiting. */
export type Hub = {
  /** `https://huggingface.co`; in tests a stand-in on this machine. */
  readonly base: URL
  /** The person's access token. It goes to the hub itself and nowhere else. */
  readonly token: string | null
  readonly patience: Patience
}

export type Patience = {
  /** Longest wait for the first line of an answer. */
  readonly answerMs: number
  /** Longest silence in the middle of one. */
  readonly stallMs: number
  /** First pause before another try; it doubles from there. */
  readonly pauseMs: number
}

const PUBLIC_HUB = new URL('https://huggingface.co')
const usualPatience: Patience = { answerMs: 30_000, stallMs: 30_000, pauseMs: 1000 }
/** The hub hands big files to its own content network. */
const HUB_DOMAINS = ['huggingface.co', 'hf.co']
const MOST_REDIRECTS = 5

export function publicHub(token: string | null = null): Hub {
  return { base: PUBLIC_HUB, token, patience: usualPatience }
}

export type HubReply = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: IncomingMessage
  /** The host that answered in the end. */
  readonly host: string
  /** False when the hub sent us on to somewhere else. */
  readonly isHub: boolean
}

/**
 * Asks for a place on the hub and follows where it sends us, each step checked: only the hub's own hosts, only over
 * https, and only the hub itself sees the token. Rejects with a PonderError, or with the signal's reason.
 */
export async function askHub(
  hub: Hub,
  place: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<HubReply> {
  let url = new URL(place, hub.base)
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    if (!mayAsk(hub, url)) throw wrongHost(url.host)
    const isHub = url.origin === hub.base.origin
    const token: Record<string, string> =
      isHub && hub.token !== null ? { authorization: `Bearer ${hub.token}` } : {}
    const body = await askOnce(hub, url, { ...headers, ...token }, signal)
    const status = body.statusCode ?? 0
    const onward = status >= 300 && status < 400 ? body.headers.location : undefined
    if (onward === undefined) return { status, headers: body.headers, body, host: url.host, isHub }
    body.destroy()
    if (!URL.canParse(onward, url.href)) throw wrongHost('an address that cannot be read')
    url = new URL(onward, url)
  }
  throw tooManyRedirects(hub.base.host)
}

/** A stand-in on this machine may send on to this machine; the real hub to its own hosts, never to an inner network. */
function mayAsk(hub: Hub, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (isLoopback(hub.base)) return isLoopback(url)
  if (url.protocol !== 'https:') return false
  return HUB_DOMAINS.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
}

function isLoopback(url: URL): boolean {
  return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
}

function askOnce(
  { patience }: Hub,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, {
      // No agent: a connection that broke must not come back for the next try.
      agent: false,
      signal,
      // Sizes, ranges and sums are about the bytes as they are.
      headers: { 'user-agent': 'Ponder', 'accept-encoding': 'identity', ...headers },
    })
    const timer = setTimeout(() => request.destroy(stalled(url.host)), patience.answerMs)
    request.on('response', (response) => {
      clearTimeout(timer)
      response.setTimeout(patience.stallMs, () => response.destroy(stalled(url.host)))
      resolve(response)
    })
    // Also hears what breaks after the answer has begun; whoever reads the body hears that too.
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(signal.aborted ? abortReason(signal) : failureOf(error, url.host))
    })
    request.end()
  })
}

/** Certificate trouble does not pass by itself; everything else may. */
function failureOf(error: NodeJS.ErrnoException, host: string): Error {
  if (error.name === 'PassingFault') return error
  const isCertificate = /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO/.test(error.code ?? '')
  return isCertificate ? notTrusted(host, error) : unreachable(host, error)
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason))
}
