import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { stream } from '../contract/define.ts'
import { WINDOW, type Frame } from './port.ts'
import { serve } from './serve.ts'
import { handPort, settle, type HandPort } from './testing/hand-port.ts'
import { numberContract, numberService } from './testing/number-service.ts'

let bugs: unknown[]
let hand: HandPort

beforeEach(() => {
  bugs = []
  hand = handPort()
  serve(numberContract, numberService(), hand.port, { onBug: (bug) => bugs.push(bug) })
})

async function ask(id: number, name: string, input: unknown): Promise<readonly Frame[]> {
  hand.deliver(['q', id, name, input])
  await settle()
  return hand.posted.splice(0)
}

async function progress(key: string): Promise<unknown> {
  return (await ask(999, 'progress', { key })).at(-1)?.[2]
}

describe('a question gets', () => {
  test('its reply', async () => {
    expect(await ask(1, 'echo', { value: 'hello' })).toEqual([['r', 1, { value: 'hello' }]])
  })

  test.each(['missing', '', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'an error when "%s" is no call of the contract',
    async (name) => {
      expect(await ask(1, name, {})).toEqual([['e', 1, expect.objectContaining({ code: 'unknown-call' })]])
      expect(hand.isClosed()).toBe(false)
    },
  )

  test('an error that names the place when its input is not of the contract', async () => {
    const [frame] = await ask(1, 'numbers', { key: 'a', count: -1 })
    expect(frame).toEqual(['e', 1, expect.objectContaining({ code: 'bad-input' })])
    expect(JSON.stringify(frame)).toContain('count')
  })

  test('the words of the PonderError that was thrown', async () => {
    expect(await ask(1, 'fail', { how: 'expected' })).toEqual([
      ['e', 1, { code: 'as-asked', message: 'It failed.', remedy: 'Ask for something else.' }],
    ])
    expect(bugs).toEqual([])
  })

  test('an error marked as unexpected for a bug, which is reported too', async () => {
    expect(await ask(1, 'fail', { how: 'bug' })).toEqual([
      ['e', 1, expect.objectContaining({ code: 'unexpected' })],
    ])
    expect(bugs).toEqual([new Error('a bug')])
  })
})

describe('credits', () => {
  test('the first window is granted by asking; then each item needs a credit', async () => {
    expect(await ask(1, 'numbers', { key: 'a', count: 1000 })).toHaveLength(WINDOW)
    hand.deliver(['c', 1, 3])
    await settle()
    expect(hand.posted).toHaveLength(3)
    expect(await progress('a')).toMatchObject({ sent: WINDOW + 3 })
  })

  test('a reader that claims more than a window gets one window', async () => {
    await ask(1, 'numbers', { key: 'a', count: 1000 })
    for (let time = 0; time < 10; time += 1) hand.deliver(['c', 1, WINDOW])
    await settle()
    expect(hand.posted).toHaveLength(WINDOW)
  })
})

describe('after a cancel', () => {
  test('nothing more is sent, and at most one more item is made', async () => {
    const contract = { slow: stream(z.object({}), z.int()) }
    let made = 0
    let returned = false
    const items = async function* () {
      try {
        for (;;) {
          await settle()
          yield made++
        }
      } finally {
        returned = true
      }
    }
    hand = handPort()
    serve(contract, { slow: items }, hand.port)
    hand.deliver(['q', 1, 'slow', {}])
    while (hand.posted.length < 5) await settle()

    const madeBefore = made
    hand.deliver(['x', 1])
    for (let turn = 0; turn < 20; turn += 1) await settle()
    expect(hand.posted).toHaveLength(5)
    expect(made - madeBefore).toBeLessThanOrEqual(1)
    expect(returned).toBe(true)
  })

  test('a stream that waits for credits ends', async () => {
    await ask(1, 'numbers', { key: 'a', count: 1000 })
    hand.deliver(['x', 1])
    await settle()
    expect(await progress('a')).toEqual({ sent: WINDOW, ended: true, aborted: true })
  })

  test('a generator that waits and never looks at its signal holds nothing up', async () => {
    expect(await ask(1, 'stuck', { key: 'a', deaf: true })).toEqual([['v', 1, 0]])
    hand.deliver(['x', 1])
    expect(await progress('a')).toMatchObject({ aborted: true })
    // The id is free again: the cancelled question is forgotten.
    expect(await ask(1, 'echo', { value: 2 })).toEqual([['r', 1, { value: 2 }]])
  })

  test('a reply that comes too late is not sent', async () => {
    await ask(1, 'hang', { key: 'a' })
    hand.deliver(['x', 1])
    await settle()
    expect(hand.posted).toEqual([])
    expect(await progress('a')).toMatchObject({ ended: true })
  })

  test('what the implementation throws because it was stopped is no bug', async () => {
    const contract = { slow: stream(z.object({}), z.int()) }
    const items = async function* (_input: unknown, signal: AbortSignal) {
      yield 1
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    }
    hand = handPort()
    serve(contract, { slow: items }, hand.port, { onBug: (bug) => bugs.push(bug) })
    await ask(1, 'slow', {})
    hand.deliver(['x', 1])
    await settle()
    expect(hand.posted).toEqual([])
    expect(bugs).toEqual([])
  })

  test('a generator that fails to clean up is reported', async () => {
    const contract = { untidy: stream(z.object({}), z.int()) }
    const items = async function* () {
      try {
        for (;;) yield 1
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- that is the fault
        throw new Error('untidy')
      }
    }
    hand = handPort()
    serve(contract, { untidy: items }, hand.port, { onBug: (bug) => bugs.push(bug) })
    await ask(1, 'untidy', {})
    hand.deliver(['x', 1])
    await settle()
    expect(bugs).toEqual([new Error('untidy')])
  })
})

test.each([
  ['closed by the port', () => hand.port.close()],
  ['closed in band', () => hand.deliver(['z'])],
])('everything running is stopped when the connection is %s', async (_how, close) => {
  const stopped: string[] = []
  const contract = { wait: stream(z.object({ name: z.string() }), z.int()) }
  const wait = async function* ({ name }: { name: string }, signal: AbortSignal) {
    signal.addEventListener('abort', () => stopped.push(name))
    await new Promise(() => {})
    yield 1
  }
  hand = handPort()
  serve(contract, { wait }, hand.port)
  await ask(1, 'wait', { name: 'first' })
  await ask(2, 'wait', { name: 'second' })
  close()
  expect(stopped).toEqual(['first', 'second'])
})

test('an id that is in use cannot be asked with again', async () => {
  await ask(1, 'hang', { key: 'a' })
  await ask(1, 'echo', { value: 1 })
  expect(hand.isClosed()).toBe(true)
})

describe('hostile frames', () => {
  const unhandled = vi.fn()
  beforeEach(() => void process.on('unhandledRejection', unhandled))
  afterEach(() => void process.off('unhandledRejection', unhandled))

  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
  const kind = fc.constantFrom('q', 'r', 'v', 'd', 'e', 'x', 'c', 'z', '__proto__')
  const id = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double(), fc.constant(2 ** 60), anything)
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(numberContract), '__proto__', 'constructor', 'then'),
    fc.string(),
    anything,
  )
  const input = fc.oneof(
    anything,
    fc.object(),
    fc.record({ key: anything, count: anything, value: anything, how: anything }, { requiredKeys: [] }),
    fc.integer({ min: 1, max: 10_000 }).map(deep),
    fc.constant(JSON.parse('{ "__proto__": { "key": "a" }, "constructor": { "prototype": {} } }')),
  )
  const hostile = fc.oneof(
    anything,
    fc.tuple(kind),
    fc.tuple(kind, id),
    fc.tuple(kind, id, name),
    fc.tuple(fc.constant('q'), fc.integer({ min: 0, max: 3 }), name, input),
    fc.tuple(kind, id, name, input, anything),
  )

  test('never make serve throw, leak a rejection or stop serving other ports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 10, maxLength: 10 }), async (frames) => {
        for (const frame of frames) {
          // Delivered to a port of its own too, since the first malformed frame closes a port.
          const own = handPort()
          serve(numberContract, numberService(), own.port, { onBug: () => {} })
          expect(() => own.deliver(frame)).not.toThrow()
          expect(() => hand.deliver(frame)).not.toThrow()
        }
        await settle()
      }),
      { numRuns: 600, seed: 4 },
    )
    expect(unhandled).not.toHaveBeenCalled()
    const fresh = handPort()
    serve(numberContract, numberService(), fresh.port)
    fresh.deliver(['q', 1, 'echo', { value: 1 }])
    await settle()
    expect(fresh.posted).toEqual([['r', 1, { value: 1 }]])
    expect(Object.keys({})).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'key')).toBe(false)
  })
})

function deep(levels: number): unknown {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value }
  return value
}
