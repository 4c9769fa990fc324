import { parseFrame } from './parse-frame.ts'
import type { Frame, Port } from './port.ts'

/** What a question can be answered with. A lost connection is heard as an `e` frame too. */
export type AnswerFrame = Extract<Frame, readonly ['r' | 'v' | 'd' | 'e', ...unknown[]]>

export type Question = {
  /** Throws when the input cannot be sent; then nothing was asked. */
  readonly send: (name: string, input: unknown) => void
  readonly grant: (count: number) => void
  /** Nothing is heard after this. Does nothing when the question has ended. */
  readonly cancel: () => void
}

export type Questions = {
  readonly open: (kind: 'call' | 'stream', hear: (frame: AnswerFrame) => void) => Question
}

type Waiting = { readonly kind: 'call' | 'stream'; readonly hear: (frame: AnswerFrame) => void }

/** Numbers the questions sent over `port` and brings each answer to the one who asked. */
export function openQuestions(port: Port): Questions {
  const waiting = new Map<number, Waiting>()
  let closed = false
  let nextId = 0

  function lose(id: number): void {
    const asker = waiting.get(id)
    waiting.delete(id)
    asker?.hear(['e', id, connectionLost])
  }

  port.onClose(() => {
    closed = true
    for (const id of waiting.keys()) lose(id)
  })
  port.onFrame((received) => {
    const frame = parseFrame(received)
    if (frame === null || !isAnswer(frame)) return port.close()
    const asker = waiting.get(frame[1])
    // Not a fault: it was on its way when the question was cancelled.
    if (asker === undefined) return
    if (!fits(frame, asker.kind)) return port.close()
    if (frame[0] !== 'v') waiting.delete(frame[1])
    asker.hear(frame)
  })

  function open(kind: Waiting['kind'], hear: Waiting['hear']): Question {
    const id = nextId++
    return {
      send: (name, input) => {
        waiting.set(id, { kind, hear })
        if (closed) return lose(id)
        try {
          port.post(['q', id, name, input])
        } catch (error) {
          waiting.delete(id)
          throw error
        }
      },
      grant: (count) => {
        if (waiting.has(id)) port.post(['c', id, count])
      },
      cancel: () => {
        if (waiting.delete(id)) port.post(['x', id])
      },
    }
  }
  return { open }
}

const connectionLost = {
  code: 'connection-lost',
  message: 'The part of Ponder that was working on this has stopped or cannot be reached.',
  remedy: 'Try again in a moment; if it happens again, restart Ponder. Your conversations are safe.',
}

function isAnswer(frame: Frame): frame is AnswerFrame {
  return frame[0] === 'r' || frame[0] === 'v' || frame[0] === 'd' || frame[0] === 'e'
}

function fits(frame: AnswerFrame, kind: Waiting['kind']): boolean {
  return frame[0] === 'e' || (frame[0] === 'r') === (kind === 'call')
}
