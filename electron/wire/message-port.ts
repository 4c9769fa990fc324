import { portOver } from './port-over.ts'
import type { Port } from './port.ts'

type Sender = {
  postMessage(message: unknown): void
  start(): void
  close(): void
}
/** A browser's MessagePort or one of node:worker_threads. */
type EventTargetPort = Sender & {
  addEventListener(kind: string, listen: (event: Event) => void): void
}
/** Electron's MessagePortMain. */
type EmitterPort = Sender & {
  on(kind: 'message', listen: (event: { data: unknown }) => void): unknown
  on(kind: 'close', listen: () => void): unknown
}

/** A port over any of the three kinds of MessagePort. */
export function messagePort(channel: EventTargetPort | EmitterPort): Port {
  const { port, arrived, lost } = portOver({
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- for windows; a port has one other end
    send: (frame) => channel.postMessage(frame),
    shut: () => channel.close(),
  })
  if ('addEventListener' in channel) {
    channel.addEventListener('message', (event) => arrived('data' in event ? event.data : undefined))
    // A message that could not be read back is lost, and a port that loses frames must not go on.
    channel.addEventListener('messageerror', lost)
    channel.addEventListener('close', lost)
  } else {
    channel.on('message', (event) => arrived(event.data))
    channel.on('close', lost)
  }
  channel.start()
  return port
}
