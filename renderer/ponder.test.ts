import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Implementation } from '../electron/contract/define.ts'
import { PonderError } from '../electron/contract/ponder-error.ts'
import { windowCalls, type WindowCalls } from '../electron/contract/window-calls.ts'
import { messagePort } from '../electron/wire/message-port.ts'
import type { Port } from '../electron/wire/port.ts'
import { serve } from '../electron/wire/serve.ts'
import { openPonder, type Ponder } from './ponder.ts'

/** A core that answers two calls over real message ports, and can drop its last connection. */
function smallCore() {
  const far: Port[] = []
  let connections = 0
  const calls = {
    search: () => [],
    followConversation: async function* (_input: unknown, signal: AbortSignal) {
      yield { kind: 'reading', answerId: `from connection ${connections}`, read: 1, toRead: 2, reused: 0 }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
  return {
    openDoor: async (): Promise<Port> => {
      const { port1, port2 } = new MessageChannel()
      connections += 1
      const port = messagePort(port1)
      far.push(port)
      // Only the calls of this test are there.
      serve(windowCalls, calls as unknown as Implementation<WindowCalls>, port)
      return messagePort(port2)
    },
    drop: () => far.pop()?.close(),
  }
}

/** Generous: a loaded machine is slow, and only what never comes is a failure. */
const patiently = { timeout: 20_000, interval: 5 }
const until = (ponder: Ponder, wanted: string) =>
  vi.waitFor(() => expect(ponder.connection()).toBe(wanted), patiently)

describe('openPonder', () => {
  const stop = new AbortController()
  afterEach(() => stop.abort())

  test('follows a stream again after the connection was lost, without a word from the follower', async () => {
    const core = smallCore()
    const ponder = openPonder({ open: core.openDoor, sendBytes: null })
    const heard: unknown[] = []
    const problem = vi.fn()
    const following = ponder.follow(
      (calls, signal) => calls.followConversation({ conversationId: 'c', limit: 60 }, signal),
      { item: (item) => heard.push('answerId' in item ? item.answerId : item), problem },
      stop.signal,
    )
    await vi.waitFor(() => expect(heard).toEqual(['from connection 1']), patiently)
    core.drop()
    await vi.waitFor(() => expect(heard).toEqual(['from connection 1', 'from connection 2']), patiently)
    expect(problem).not.toHaveBeenCalled()
    stop.abort()
    await following
  })

  test('calls work again over the new connection and fail in plain words meanwhile', async () => {
    const core = smallCore()
    let isDown = false
    const ponder = openPonder({
      open: async () => {
        if (isDown) throw new PonderError({ code: 'unreachable', message: 'down', remedy: 'wait' })
        return core.openDoor()
      },
      sendBytes: null,
    })
    await until(ponder, 'open')
    expect(await ponder.calls().search({ text: 'x' })).toEqual([])
    isDown = true
    core.drop()
    await until(ponder, 'lost')
    expect(() => ponder.calls()).toThrow('Ponder is reconnecting.')
    const soon = ponder.callsSoon()
    isDown = false
    expect(await (await soon).search({ text: 'x' })).toEqual([])
    expect(await ponder.calls().search({ text: 'x' })).toEqual([])
  })

  test('says that Ponder is silent when it stays away, and comes back with it all the same', async () => {
    vi.useFakeTimers()
    try {
      const core = smallCore()
      let isDown = true
      const ponder = openPonder({
        open: async () => {
          if (isDown) throw new PonderError({ code: 'unreachable', message: 'down', remedy: 'wait' })
          return core.openDoor()
        },
        sendBytes: null,
      })
      await vi.advanceTimersByTimeAsync(1000)
      expect(ponder.connection()).toBe('lost')
      await vi.advanceTimersByTimeAsync(30_000)
      expect(ponder.connection()).toBe('silent')
      isDown = false
      await vi.advanceTimersByTimeAsync(30_000)
      expect(ponder.connection()).toBe('open')
    } finally {
      vi.useRealTimers()
    }
  })

  test('stops trying when the window is not let in', async () => {
    const openDoor = vi.fn(async (): Promise<Port> => {
      throw new PonderError({ code: 'not-let-in', message: 'refused', remedy: 'open again' })
    })
    const ponder = openPonder({ open: openDoor, sendBytes: null })
    await until(ponder, 'refused')
    expect(openDoor).toHaveBeenCalledTimes(1)
  })

  test('tells the follower why a stream failed for another reason', async () => {
    const ponder = openPonder({ open: smallCore().openDoor, sendBytes: null })
    const problem = vi.fn()
    await ponder.follow(
      // Of a wrong form, so the other side refuses it.
      (calls, signal) => calls.followConversation({ conversationId: 'c', limit: -1 }, signal),
      { item: vi.fn(), problem },
      new AbortController().signal,
    )
    expect(problem).toHaveBeenCalledWith(expect.objectContaining({ code: 'bad-input' }))
  })
})
