import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../contract/define.ts'
import { connect } from './connect.ts'
import { WINDOW } from './port.ts'
import { handPort, settle, type HandPort } from './testing/hand-port.ts'
import { numberContract } from './testing/number-service.ts'

let hand: HandPort
let client: Client<typeof numberContract>

beforeEach(() => {
  hand = handPort()
  client = connect(numberContract, hand.port)
})

async function readAll<Item>(items: AsyncIterable<Item>, into: Item[] = []): Promise<Item[]> {
  for await (const item of items) into.push(item)
  return into
}

describe('when the port closes', () => {
  test('every call rejects and every stream throws, after the items that had arrived', async () => {
    const call = client.echo({ value: 1 })
    const read: number[] = []
    const reading = readAll(client.failAfter({ count: 1 }), read)
    hand.deliver(['v', 1, 10])
    hand.deliver(['v', 1, 11])
    hand.deliver(['z'])
    await expect(call).rejects.toMatchObject({ code: 'connection-lost' })
    await expect(reading).rejects.toMatchObject({ code: 'connection-lost' })
    expect(read).toEqual([10, 11])
  })

  test('questions asked later are told so too', async () => {
    hand.port.close()
    await expect(client.echo({ value: 1 })).rejects.toMatchObject({ code: 'connection-lost' })
    await expect(readAll(client.failAfter({ count: 1 }))).rejects.toMatchObject({ code: 'connection-lost' })
  })

  test('a port that was closed before it was connected is no different', async () => {
    hand = handPort()
    hand.port.close()
    const late = connect(numberContract, hand.port)
    await expect(late.echo({ value: 1 })).rejects.toMatchObject({ code: 'connection-lost' })
  })
})

describe('a stream', () => {
  test('is not asked for before it is iterated, and anew for each iteration', async () => {
    const items = client.failAfter({ count: 3 })
    expect(hand.posted).toEqual([])
    void readAll(items)
    void readAll(items)
    expect(hand.posted.map((frame) => frame.slice(0, 3))).toEqual([
      ['q', 0, 'failAfter'],
      ['q', 1, 'failAfter'],
    ])
  })

  test('that is aborted drops what was not read, ends normally and ignores what comes late', async () => {
    const stop = new AbortController()
    const iterator = client.failAfter({ count: 3 }, stop.signal)[Symbol.asyncIterator]()
    for (const number of [0, 1, 2]) hand.deliver(['v', 0, number])
    expect(await iterator.next()).toEqual({ done: false, value: 0 })
    stop.abort()
    hand.deliver(['v', 0, 3])
    hand.deliver(['e', 0, { code: 'late', message: '', remedy: '' }])
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    expect(hand.posted.at(-1)).toEqual(['x', 0])
    expect(hand.isClosed()).toBe(false)
  })

  test('can still be aborted when all has arrived and some is unread', async () => {
    const stop = new AbortController()
    const iterator = client.failAfter({ count: 3 }, stop.signal)[Symbol.asyncIterator]()
    for (const number of [0, 1, 2]) hand.deliver(['v', 0, number])
    hand.deliver(['d', 0])
    await iterator.next()
    stop.abort()
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
    // It had ended over there: there is nothing to cancel.
    expect(hand.posted).toHaveLength(1)
  })

  test('with a signal that was aborted before asks nothing', async () => {
    expect(await readAll(client.failAfter({ count: 3 }, AbortSignal.abort()))).toEqual([])
    expect(hand.posted).toEqual([])
  })

  test('can be left while an item is awaited', async () => {
    const iterator = client.failAfter({ count: 3 })[Symbol.asyncIterator]()
    const awaited = iterator.next()
    await iterator.return?.()
    expect(await awaited).toEqual({ done: true, value: undefined })
    expect(hand.posted.at(-1)).toEqual(['x', 0])
  })

  test('gives each of several waiting readers its own item, in order', async () => {
    const iterator = client.failAfter({ count: 3 })[Symbol.asyncIterator]()
    const results = Promise.all([iterator.next(), iterator.next(), iterator.next()])
    hand.deliver(['v', 0, 0])
    hand.deliver(['v', 0, 1])
    hand.deliver(['d', 0])
    expect(await results).toEqual([
      { done: false, value: 0 },
      { done: false, value: 1 },
      { done: true, value: undefined },
    ])
  })

  test('gives credits back in halves of the window, for what was read only', async () => {
    const iterator = client.failAfter({ count: 3 })[Symbol.asyncIterator]()
    for (let number = 0; number < WINDOW; number += 1) hand.deliver(['v', 0, number])
    expect(hand.posted).toHaveLength(1)
    for (let read = 0; read < WINDOW; read += 1) await iterator.next()
    expect(hand.posted.slice(1)).toEqual([
      ['c', 0, WINDOW / 2],
      ['c', 0, WINDOW / 2],
    ])
  })

  test('that sends more than was granted is cut off', async () => {
    const iterator = client.failAfter({ count: 3 })[Symbol.asyncIterator]()
    for (let number = 0; number <= WINDOW; number += 1) hand.deliver(['v', 0, number])
    expect(hand.posted.at(-1)).toEqual(['x', 0])
    for (let read = 0; read < WINDOW; read += 1) await iterator.next()
    await expect(iterator.next()).rejects.toMatchObject({ code: 'bad-reply' })
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })
})

describe('what does not fit the contract', () => {
  test('rejects the call', async () => {
    const call = client.progress({ key: 'a' })
    hand.deliver(['r', 0, { sent: 'many' }])
    await expect(call).rejects.toMatchObject({ code: 'bad-reply' })
  })

  test('ends the stream and cancels it', async () => {
    const reading = readAll(client.failAfter({ count: 3 }))
    hand.deliver(['v', 0, 'no number'])
    await expect(reading).rejects.toMatchObject({ code: 'bad-reply' })
    expect(hand.posted.at(-1)).toEqual(['x', 0])
  })

  test('passes in a stream whose items are trusted', async () => {
    hand = handPort()
    const trusting = connect(numberContract, hand.port, { trustItems: true })
    const reading = readAll(trusting.failAfter({ count: 3 }))
    hand.deliver(['v', 0, 'no number'])
    hand.deliver(['d', 0])
    expect(await reading).toEqual(['no number'])
  })

  test.each([
    ['an item for a call', ['v', 0, 1]],
    ['a question', ['q', 0, 'echo', {}]],
    ['no frame', { hello: 'there' }],
  ])('closes the port when it is %s', async (_what, frame) => {
    const call = client.echo({ value: 1 })
    hand.deliver(frame)
    await expect(call).rejects.toMatchObject({ code: 'connection-lost' })
    expect(hand.isClosed()).toBe(true)
  })
})

test('a call with a signal that was aborted before asks nothing', async () => {
  const reason = new Error('never mind')
  await expect(client.echo({ value: 1 }, AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(hand.posted).toEqual([])
})

test('hostile frames never make it throw', async () => {
  const frame = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true }),
    fc.tuple(
      fc.constantFrom('r', 'v', 'd', 'e', 'z', 'q'),
      fc.oneof(fc.constantFrom(0, 1), fc.anything()),
      fc.anything(),
    ),
  )
  await fc.assert(
    fc.asyncProperty(frame, async (hostile) => {
      const own = handPort()
      const asker = connect(numberContract, own.port)
      const call = asker.echo({ value: 1 })
      const reading = readAll(asker.failAfter({ count: 3 }))
      expect(() => own.deliver(hostile)).not.toThrow()
      own.port.close()
      await Promise.allSettled([call, reading])
    }),
    { numRuns: 2000, seed: 5 },
  )
  await settle()
})
