import { PonderError } from '../contract/ponder-error.ts'
import { portOver } from './port-over.ts'
import type { Frame, Port } from './port.ts'

/** A browser takes about 0.25 ms per message however small it is, so frames travel together; the eye sees no 12 ms. */
const BATCH_MILLISECONDS = 12

/** Longest message either side accepts, in UTF-16 units: room for a question of 64 parts of the greatest length. */
export const LONGEST_MESSAGE = 32 * 1024 * 1024
/** For the `maxPayload` of a server: a UTF-16 unit takes at most three bytes in UTF-8. */
export const LONGEST_MESSAGE_BYTES = 3 * LONGEST_MESSAGE

/** A browser's WebSocket or a socket of the `ws` package. */
type Socket = {
  readonly readyState: number
  send(text: string): void
  close(): void
  addEventListener(kind: 'message', listen: (event: { data: unknown }) => void): void
  addEventListener(kind: 'open' | 'close' | 'error', listen: () => void): void
}
const OPEN = 1

/**
 * A port over a WebSocket: every message is a JSON array of frames. The first item after a pause leaves at once; the
 * items of the next 12 ms leave together. Other frames do not wait, and take along the items that do.
 * Values must survive JSON. The socket may still be connecting.
 */
export function webSocketPort(socket: Socket): Port {
  const batch = openBatch(
    (text) => socket.send(text),
    () => socket.readyState === OPEN,
  )
  const { port, arrived, lost } = portOver({
    send: batch.add,
    shut: () => {
      batch.flush()
      socket.close()
    },
  })

  socket.addEventListener('message', (event) => {
    const frames = parseFrames(event.data)
    if (frames === null) return lost()
    for (const frame of frames) arrived(frame)
  })
  socket.addEventListener('open', batch.flush)
  socket.addEventListener('close', lost)
  // Without a listener the `ws` package would throw; `close` says the rest.
  socket.addEventListener('error', lost)
  return port
}

type Batch = { readonly add: (frame: Frame) => void; readonly flush: () => void }

/**
 * Whether there was a pause is read from the clock and not from the timer: browsers hold back the timers of hidden
 * pages for a second and more.
 */
function openBatch(send: (text: string) => void, canSend: () => boolean): Batch {
  let texts: string[] = []
  let length = 0
  let lastFlush = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (texts.length === 0 || !canSend()) return
    const message = `[${texts.join(',')}]`
    texts = []
    length = 0
    lastFlush = performance.now()
    send(message)
  }

  function add(frame: Frame): void {
    // Here and not in `flush`: what cannot be sent must be thrown at the one who sends it.
    const text = JSON.stringify(frame)
    if (text.length + 2 > LONGEST_MESSAGE) throw tooLong()
    if (length + text.length + 2 > LONGEST_MESSAGE) flush()
    texts.push(text)
    length += text.length + 1
    const wait = lastFlush + BATCH_MILLISECONDS - performance.now()
    if (frame[0] !== 'v' || wait <= 0) flush()
    else timer ??= setTimeout(flush, wait)
  }
  return { add, flush }
}

function parseFrames(message: unknown): readonly unknown[] | null {
  if (typeof message !== 'string' || message.length > LONGEST_MESSAGE) return null
  try {
    const parsed: unknown = JSON.parse(message)
    return Array.isArray(parsed) ? parsed : null
  } catch {
    // No JSON: the peer is not ours, and the port closes.
    return null
  }
}

function tooLong(): PonderError {
  return new PonderError({
    code: 'message-too-long',
    message: 'This is too long to pass between the browser and Ponder.',
    remedy: 'Send it in smaller parts, or use the desktop window.',
  })
}
