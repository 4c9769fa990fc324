import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Implementation } from '../contract/define.ts'
import { WIRE_PROTOCOL } from '../contract/shell-bridge.ts'
import { windowCalls, type WindowCalls } from '../contract/window-calls.ts'
import type { Port } from '../wire/port.ts'
import { serve } from '../wire/serve.ts'
import { LONGEST_MESSAGE_BYTES, webSocketPort } from '../wire/web-socket-port.ts'
import { listenOnLoopback, type WantedPort } from './listen-on-loopback.ts'
import { pageFiles } from './page-files.ts'
import { refuseUpgrade, type Refusal } from './request-rules.ts'
import { WEB_HEADERS } from './security-headers.ts'
import { createSessionKeys, newSecret, type SessionKeys } from './session-keys.ts'
import { answerRequest, type WebRoutes } from './web-routes.ts'

/** One per tab. */
const MOST_WEB_SOCKETS = 32
/** Tabs and their downloads together. */
const MOST_CONNECTIONS = 128
/** Time for the last words to the pages when the server closes. */
const CLOSE_MS = 300

export type WebServer = {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly usualPortWasTaken: boolean
  /** An address that can be opened once. */
  readonly newAddress: () => string
  /** Lets a second start ask for an address; stands in the lock file alone. */
  readonly openAgainSecret: string
  readonly close: () => Promise<void>
}

export type WebServerOptions = {
  /** The built window. */
  readonly folder: string
  /** What it shows below /images/. */
  readonly imagesFolder: string
  readonly calls: Implementation<WindowCalls>
  readonly port: WantedPort
}

/** The same app as the desktop window, for the browsers of this machine and for nobody else. */
export async function serveWeb(options: WebServerOptions): Promise<WebServer> {
  const { folder, imagesFolder, calls, port: wanted } = options
  const keys = createSessionKeys()
  const routes: WebRoutes = {
    files: pageFiles(folder, imagesFolder),
    calls,
    keys,
    openAgainSecret: newSecret(),
    newAddress: () => `${origin}/#t=${keys.newToken()}`,
  }
  const server = slowProofServer()
  const { port, usualWasTaken } = await listenOnLoopback(server, wanted)
  const origin = `http://127.0.0.1:${port}`

  server.on('request', (request, response) => {
    answerRequest(request, response, port, routes).catch((thrown: unknown) => {
      // A visitor that hangs up while it sends is no fault of ours.
      if (!request.complete) return response.destroy()
      console.error(thrown)
      return response.destroy()
    })
  })
  const closePages = servePages(server, calls, keys, port)
  return {
    origin,
    usualPortWasTaken: usualWasTaken,
    newAddress: routes.newAddress,
    openAgainSecret: routes.openAgainSecret,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      closePages()
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
      await closed
      clearTimeout(timer)
    },
  }
}

/** Lets pages that have a key open a WebSocket. Returns what closes them all. */
function servePages(
  server: Server,
  calls: Implementation<WindowCalls>,
  keys: SessionKeys,
  port: number,
): () => void {
  const pages = new Set<Port>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => WIRE_PROTOCOL,
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // As above: hanging up in between is no fault.
    socket.on('error', () => socket.destroy())
    const refusal = refuseUpgrade(request, port, keys.isKey) ?? refuseMore(pages.size)
    if (refusal) return refuseSocket(socket, refusal)
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const page = webSocketPort(opened)
      pages.add(page)
      page.onClose(() => pages.delete(page))
      serve(windowCalls, calls, page)
    })
  })
  return () => {
    for (const page of pages) page.close()
    // Upgraded sockets are no longer the server's, which would wait for them for ever.
    setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate()
    }, CLOSE_MS)
  }
}

function refuseMore(pages: number): Refusal | null {
  return pages < MOST_WEB_SOCKETS ? null : { status: 503, reason: 'Too many tabs are open. Close one.' }
}

/** A server that nobody can hold up by sending slowly. */
function slowProofServer(): Server {
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 5_000,
    // Also of a piece of a file, which a slow disk reads.
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
  })
  server.maxConnections = MOST_CONNECTIONS
  return server
}

function refuseSocket(socket: Duplex, { status, reason }: Refusal): void {
  const headers = { ...WEB_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', `${reason}\n`].join('\r\n'))
}
