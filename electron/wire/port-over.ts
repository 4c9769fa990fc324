import type { Frame, Port } from './port.ts'

export type Transport = {
  /** Throws when the frame cannot be sent as it is (a function in it, too large); a dead peer is no reason to throw. */
  readonly send: (frame: Frame) => void
  /** Lets go of the transport. May find it dead already. */
  readonly shut: () => void
}

export type PortEnds = {
  readonly port: Port
  readonly arrived: (frame: unknown) => void
  /** The transport is gone, or no longer fit to be used. */
  readonly lost: () => void
}

/** What every port shares: frames that come before the listener wait for it, `z` closes, and closing happens once. */
export function portOver(transport: Transport): PortEnds {
  const early: unknown[] = []
  const closeListeners: (() => void)[] = []
  let listener: ((frame: unknown) => void) | null = null
  let closed = false

  function end(sayClosed: boolean): void {
    if (closed) return
    closed = true
    if (sayClosed) transport.send(['z'])
    transport.shut()
    for (const listen of closeListeners) listen()
  }

  const port: Port = {
    post: (frame) => {
      if (!closed) transport.send(frame)
    },
    onFrame: (listen) => {
      listener = listen
      for (const frame of early.splice(0)) listen(frame)
    },
    onClose: (listen) => {
      if (closed) queueMicrotask(listen)
      else closeListeners.push(listen)
    },
    close: () => end(true),
  }
  return {
    port,
    arrived: (frame) => {
      if (closed) return
      if (isClosedFrame(frame)) end(false)
      else if (listener === null) early.push(frame)
      else listener(frame)
    },
    lost: () => end(false),
  }
}

function isClosedFrame(frame: unknown): boolean {
  return Array.isArray(frame) && frame.length === 1 && frame[0] === 'z'
}
