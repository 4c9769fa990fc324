import { once } from 'node:events'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Frame, Port } from './port.ts'
import { serve } from './serve.ts'
import { numberContract, numberService } from './testing/number-service.ts'
import { LONGEST_MESSAGE, webSocketPort } from './web-socket-port.ts'

/** A socket that only writes down what is sent, so that time can be stood still. */
function paperSocket() {
  const sent: string[] = []
  const listeners = new Map<string, (event: { data: unknown }) => void>()
  const socket = {
    readyState: 1,
    closed: false,
    send: (text: string) => void sent.push(text),
    close: () => {
      socket.closed = true
      socket.readyState = 3
    },
    addEventListener: (kind: string, listen: (event: { data: unknown }) => void) =>
      void listeners.set(kind, listen),
  }
  return { socket, sent, happen: (kind: string, data?: unknown) => listeners.get(kind)?.({ data }) }
}

const item = (number: number): Frame => ['v', 1, number]

describe('batching', () => {
  let paper: ReturnType<typeof paperSocket>
  let port: Port

  beforeEach(() => {
    vi.useFakeTimers()
    paper = paperSocket()
    port = webSocketPort(paper.socket)
  })
  afterEach(() => void vi.useRealTimers())

  test('the first item after a pause leaves at once, the following ones together', () => {
    for (let number = 0; number < 10; number += 1) port.post(item(number))
    expect(paper.sent).toEqual(['[["v",1,0]]'])
    vi.advanceTimersByTime(20)
    expect(paper.sent.map((text) => (JSON.parse(text) as unknown[]).length)).toEqual([1, 9])
    vi.advanceTimersByTime(20)
    port.post(item(10))
    expect(paper.sent.at(-1)).toBe('[["v",1,10]]')
  })

  test('other frames do not wait, and overtake nothing', () => {
    port.post(item(0))
    port.post(item(1))
    port.post(['d', 1])
    port.post(['r', 2, {}])
    expect(paper.sent.slice(1)).toEqual(['[["v",1,1],["d",1]]', '[["r",2,{}]]'])
  })

  test('a held-back timer does not hold frames back once there was a pause', () => {
    port.post(item(0))
    port.post(item(1))
    // The clock goes on, the timer does not fire: a hidden page.
    vi.setSystemTime(Date.now() + 1000)
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000)
    port.post(item(2))
    expect(paper.sent).toEqual(['[["v",1,0]]', '[["v",1,1],["v",1,2]]'])
  })

  test('frames wait for a socket that is still connecting', () => {
    paper = paperSocket()
    paper.socket.readyState = 0
    port = webSocketPort(paper.socket)
    port.post(item(0))
    port.post(item(1))
    vi.advanceTimersByTime(100)
    expect(paper.sent).toEqual([])
    paper.socket.readyState = 1
    paper.happen('open')
    expect(paper.sent).toEqual(['[["v",1,0],["v",1,1]]'])
  })

  test('closing sends what waits, and says so', () => {
    port.post(item(0))
    port.post(item(1))
    port.close()
    expect(paper.sent.at(-1)).toBe('[["v",1,1],["z"]]')
    expect(paper.socket.closed).toBe(true)
  })

  test('a frame that is too long is thrown back, and the port lives on', () => {
    expect(() => port.post(['v', 1, 'x'.repeat(LONGEST_MESSAGE)])).toThrow(
      expect.objectContaining({ code: 'message-too-long' }),
    )
    port.post(item(1))
    expect(paper.sent).toEqual(['[["v",1,1]]'])
  })

  test('a batch never grows longer than a message may be', () => {
    const half = 'x'.repeat(LONGEST_MESSAGE / 2)
    for (let time = 0; time < 4; time += 1) port.post(['v', 1, half])
    vi.advanceTimersByTime(20)
    expect(paper.sent).toHaveLength(4)
    expect(Math.max(...paper.sent.map((text) => text.length))).toBeLessThanOrEqual(LONGEST_MESSAGE)
  })

  test.each([
    ['bytes', new Uint8Array([91, 93])],
    ['broken JSON', '[["v",1'],
    ['JSON that is no array', '{"0":["z"]}'],
    ['a message that is too long', ' '.repeat(LONGEST_MESSAGE + 1)],
  ])('%s close the port', (_what, data) => {
    const closed = vi.fn()
    port.onClose(closed)
    paper.happen('message', data)
    expect(closed).toHaveBeenCalledOnce()
    expect(paper.socket.closed).toBe(true)
  })
})

test('a real server outlives hostile texts', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  server.on('connection', (socket) =>
    serve(numberContract, numberService(), webSocketPort(socket), { onBug: () => {} }),
  )
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.')
  const url = `ws://127.0.0.1:${address.port}`

  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `[["q",1,"echo",{"value":${json}}],["x",1]]`),
    fc.constant('['.repeat(100_000)),
    fc.constant(`[["q",1,"echo",{"value":${'['.repeat(100_000)}${']'.repeat(100_000)}}]]`),
    fc.constant('[["q",1,"__proto__",{"__proto__":{"key":"a"}}]]'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      const socket = new WebSocket(url)
      await once(socket, 'open')
      for (const each of texts) socket.send(each)
      socket.close()
      await once(socket, 'close')
    }),
    { numRuns: 60, seed: 6 },
  )

  const socket = new WebSocket(url)
  await once(socket, 'open')
  socket.send('[["q",1,"echo",{"value":"still there"}]]')
  const [reply] = await once(socket, 'message')
  expect(String(reply)).toBe('[["r",1,{"value":"still there"}]]')
  socket.terminate()
  server.close()
})
