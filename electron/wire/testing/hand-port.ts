import { portOver } from '../port-over.ts'
import type { Frame, Port } from '../port.ts'

/** A port whose other end is the test: what was posted can be read, and anything can be made to arrive, at once. */
export type HandPort = {
  readonly port: Port
  readonly posted: Frame[]
  readonly deliver: (frame: unknown) => void
  readonly isClosed: () => boolean
}

export function handPort(): HandPort {
  const posted: Frame[] = []
  let closed = false
  const { port, arrived } = portOver({
    send: (frame) => posted.push(frame),
    shut: () => {
      closed = true
    },
  })
  return { port, posted, deliver: arrived, isClosed: () => closed }
}

/** Lets everything that is ready run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
