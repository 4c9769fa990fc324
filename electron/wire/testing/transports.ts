import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { MessageChannel } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { messagePort } from '../message-port.ts'
import type { Port } from '../port.ts'
import { processPort } from '../process-port.ts'
import { serve } from '../serve.ts'
import { webSocketPort } from '../web-socket-port.ts'
import { numberContract, numberService } from './number-service.ts'

/** A port whose other end serves `numberContract`. */
export type OpenTransport = { readonly port: Port; readonly end: () => Promise<void> }

/** The real transports, so that one suite can be run over each. */
export const transports: Readonly<Record<string, () => Promise<OpenTransport>>> = {
  'a MessageChannel': overMessageChannel,
  'a forked child': overChild,
  'a WebSocket': overWebSocket,
}

async function overMessageChannel(): Promise<OpenTransport> {
  const { port1, port2 } = new MessageChannel()
  serve(numberContract, numberService(), messagePort(port1), { onBug: expectBugs })
  const port = messagePort(port2)
  return { port, end: async () => port.close() }
}

/** The tests ask for bugs and look at what the asker gets. */
function expectBugs(): void {}

/** The Node that runs the sources without a build, whatever runs the tests. */
export const nodePath = process.features.typescript
  ? process.execPath
  : createRequire(import.meta.url).resolve('node/bin/node')

export function forkNumberChild(): ChildProcess {
  const file = new URL('number-child.ts', import.meta.url)
  return fork(file, [], { execPath: nodePath, execArgv: [], serialization: 'advanced' })
}

async function overChild(): Promise<OpenTransport> {
  const child = forkNumberChild()
  const port = processPort(child)
  return {
    port,
    end: async () => {
      const exited = once(child, 'exit')
      port.close()
      await exited
    },
  }
}

async function overWebSocket(): Promise<OpenTransport> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  server.on('connection', (socket) =>
    serve(numberContract, numberService(), webSocketPort(socket), { onBug: expectBugs }),
  )
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.')
  const port = webSocketPort(new WebSocket(`ws://127.0.0.1:${address.port}`, { perMessageDeflate: false }))
  return {
    port,
    end: async () => {
      port.close()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
