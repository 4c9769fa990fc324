import { portOver } from './port-over.ts'
import type { Port } from './port.ts'

/** One end of the channel of a forked child: the ChildProcess in the parent, `process` in the child. */
export type ForkEnd = {
  readonly connected: boolean
  send?(message: unknown, sent: (error: Error | null) => void): boolean
  on(event: 'message', listen: (message: unknown) => void): unknown
  on(event: 'disconnect', listen: () => void): unknown
  disconnect?(): void
}

/**
 * A port to a child started by `fork(…, { serialization: 'advanced' })`; the default, JSON, would lose `undefined` and bytes.
 * Closes on `disconnect`, which comes after the last message, and not on `exit`, which may come before it.
 */
export function processPort(end: ForkEnd): Port {
  const { port, arrived, lost } = portOver({
    send: (frame) => {
      if (!end.connected) return lost()
      // With a callback Node reports a dead channel here instead of as an `error` event that nobody may be listening to.
      end.send?.(frame, (error) => {
        if (error !== null) lost()
      })
    },
    shut: () => {
      if (end.connected) end.disconnect?.()
    },
  })
  end.on('message', arrived)
  end.on('disconnect', lost)
  return port
}
