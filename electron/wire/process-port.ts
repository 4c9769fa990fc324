import { portOver } from './port-over.ts'
import type { Port } from './port.ts'

/** One end of the channel of a forked child: the ChildProcess in the parent, `process` in the child. */
export type ForkEnd = {
  readonly connected: boolean
  send?(message: unknown, sent: (error: Error | null) => void): boolean
  on(event: 'message', listen: (message: unknown) => void): unknown
  on(event: 'disconnect', listen: () => void): unknown
  on(event: 'error', listen: () => void): unknown
  disconnect?(): void
}

/**
 * A port to a child started by `fork(…, { serialization: 'advanced' })`; the default, JSON, would lose `undefined` and bytes.
 * Closes on `disconnect`, which comes after the child's last message, and not on `exit`, which may come before it.
 */
export function processPort(end: ForkEnd): Port {
  const { port, arrived, lost } = portOver({
    send: (frame) => end.send?.(frame, waitForDisconnect),
    shut: () => {
      if (end.connected) end.disconnect?.()
    },
  })
  end.on('message', arrived)
  end.on('disconnect', lost)
  // The child could not be started; no `disconnect` follows.
  end.on('error', lost)
  return port
}

/**
 * A write fails as soon as the child is dead, while its last words may still wait to be read. Without a callback
 * Node would report the failure as an `error` event.
 */
function waitForDisconnect(): void {}
