import { EventEmitter } from 'node:events'
import { MessageChannel as NodeChannel } from 'node:worker_threads'
import { describe, expect, test, vi } from 'vitest'
import { messagePort } from './message-port.ts'

/** Stands in for Electron's MessagePortMain: an EventEmitter with messages as `{ data }`, and no close event. */
function emitterPort() {
  const emitter = new EventEmitter()
  const posted: unknown[] = []
  return Object.assign(emitter, {
    posted,
    started: false,
    postMessage: (message: unknown) => void posted.push(message),
    start: vi.fn(),
    close: vi.fn(),
  })
}

describe('over a MessagePort as Electron has it', () => {
  test('frames pass both ways', () => {
    const channel = emitterPort()
    const port = messagePort(channel)
    const arrived: unknown[] = []
    port.onFrame((frame) => arrived.push(frame))
    channel.emit('message', { data: ['d', 1], ports: [] })
    port.post(['x', 1])
    expect(arrived).toEqual([['d', 1]])
    expect(channel.posted).toEqual([['x', 1]])
    expect(channel.start).toHaveBeenCalledOnce()
  })

  test('the in-band "closed" closes it, without an echo and only once', () => {
    const channel = emitterPort()
    const port = messagePort(channel)
    const closed = vi.fn()
    port.onClose(closed)
    channel.emit('message', { data: ['z'] })
    channel.emit('close')
    port.close()
    port.post(['x', 1])
    expect(closed).toHaveBeenCalledOnce()
    expect(channel.close).toHaveBeenCalledOnce()
    expect(channel.posted).toEqual([])
  })
})

test.each([
  ['by the port', (port: ReturnType<typeof messagePort>) => port.close()],
  ['by the bare channel', (_port: unknown, bare: { close: () => void }) => bare.close()],
])('closing %s is heard at the other end, after the frames before it', async (_how, close) => {
  const { port1, port2 } = new NodeChannel()
  const near = messagePort(port1)
  const far = messagePort(port2)
  const heard: unknown[] = []
  far.onFrame((frame) => heard.push(frame))
  const closed = new Promise<void>((resolve) => far.onClose(resolve))
  near.post(['d', 1])
  close(near, port1)
  await closed
  expect(heard).toEqual([['d', 1]])
})

test('frames that come before the listener wait for it', async () => {
  const { port1, port2 } = new NodeChannel()
  const far = messagePort(port2)
  messagePort(port1).post(['d', 1])
  await new Promise((resolve) => setTimeout(resolve, 20))
  const heard: unknown[] = []
  far.onFrame((frame) => heard.push(frame))
  await expect.poll(() => heard).toEqual([['d', 1]])
  far.close()
})

test("takes a browser's MessagePort", () => {
  // The global one has the browser's types.
  const { port1 } = new MessageChannel()
  messagePort(port1).close()
})
