/**
 * One frame on the wire. Short names because a stream sends many:
 * q question · r reply · v values · d done · e error · x cancel · c credits · z closed.
 */
export type Frame =
  | readonly ['q', id: number, name: string, input: unknown]
  | readonly ['r', id: number, output: unknown]
  | readonly ['v', id: number, item: unknown]
  | readonly ['d', id: number]
  | readonly ['e', id: number, problem: { code: string; message: string; remedy: string }]
  | readonly ['x', id: number]
  /** The reader can take `count` more items. */
  | readonly ['c', id: number, count: number]
  /** In-band "closed": MessagePort's close event cannot be relied on. */
  | readonly ['z']

/** Anything frames can travel over: MessagePort, child process, WebSocket. Keeps order, loses nothing while open. */
export type Port = {
  readonly post: (frame: Frame) => void
  /** One listener; what arrives is untrusted until `serve` or `connect` has checked it. */
  readonly onFrame: (listen: (frame: unknown) => void) => void
  /** Called once, whoever closed it. */
  readonly onClose: (listen: () => void) => void
  readonly close: () => void
}

/** Items a stream may send before the reader gives credits back. The first window is granted by asking. */
export const WINDOW = 64
