import type { MessagePortMain } from 'electron'
import type { Child, Spawn } from '../engine/child.ts'
import { messagePort } from '../wire/message-port.ts'
import type { Frame, Port } from '../wire/port.ts'
import type { FromCore } from './core-messages.ts'

type Requested = {
  readonly child: Child
  readonly arrived: (port: MessagePortMain) => void
  readonly exited: (code: number | null) => void
}

export type RequestedChildren = {
  readonly spawn: Spawn
  /** Main has started the child: this port leads to it. */
  readonly arrived: (id: number, port: MessagePortMain) => void
  readonly exited: (id: number, code: number | null) => void
}

/** Core's side of children that main starts for it: each can be used at once, what is said early waits. */
export function createRequestedChildren(tell: (message: FromCore) => void): RequestedChildren {
  const children = new Map<number, Requested>()
  let lastId = 0
  return {
    spawn: (name) => {
      const id = (lastId += 1)
      const requested = request(() => tell({ kind: 'kill-child', id }))
      children.set(id, requested)
      tell({ kind: 'start-child', id, name })
      return requested.child
    },
    arrived: (id, port) => children.get(id)?.arrived(port),
    exited: (id, code) => {
      children.get(id)?.exited(code)
      children.delete(id)
    },
  }
}

function request(kill: () => void): Requested {
  const { port, open, lost } = portToCome()
  const listeners: ((code: number | null, signal: string | null) => void)[] = []
  return {
    child: { port, pid: undefined, kill, onExit: (listen) => void listeners.push(listen) },
    arrived: (channel) => open(messagePort(channel)),
    exited: (code) => {
      // A MessagePort need not say that its other end died.
      lost()
      for (const listen of listeners) listen(code, null)
    },
  }
}

/** A port that can be used before the real one is there. */
function portToCome(): { port: Port; open: (real: Port) => void; lost: () => void } {
  const early: Frame[] = []
  const closeListeners: (() => void)[] = []
  let real: Port | null = null
  let onFrame: ((frame: unknown) => void) | null = null
  let closed = false

  const lost = () => {
    if (closed) return
    closed = true
    real?.close()
    for (const listen of closeListeners) listen()
  }
  return {
    port: {
      post: (frame) => {
        if (closed) return
        if (real === null) early.push(frame)
        else real.post(frame)
      },
      onFrame: (listen) => {
        onFrame = listen
        real?.onFrame(listen)
      },
      onClose: (listen) => {
        if (closed) queueMicrotask(listen)
        else closeListeners.push(listen)
      },
      close: lost,
    },
    open: (opened) => {
      if (closed) return opened.close()
      real = opened
      opened.onClose(lost)
      if (onFrame !== null) opened.onFrame(onFrame)
      for (const frame of early.splice(0)) opened.post(frame)
    },
    lost,
  }
}
