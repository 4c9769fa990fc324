import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../contract/define.ts'
import { connect } from './connect.ts'
import { WINDOW } from './port.ts'
import { numberContract } from './testing/number-service.ts'
import { transports, type OpenTransport } from './testing/transports.ts'

type NumberClient = Client<typeof numberContract>

/** One stream of a random test: who reads how much, how, and with which pauses. */
type ReadingPlan = {
  readonly count: number
  readonly stopAfter: number
  readonly stopBy: 'break' | 'signal'
  /** After every so many items the reader lets other work run. */
  readonly pauseEvery: number
}

const plan: fc.Arbitrary<ReadingPlan> = fc.record({
  count: fc.integer({ min: 0, max: 5 * WINDOW }),
  stopAfter: fc.integer({ min: 1, max: 6 * WINDOW }),
  stopBy: fc.constantFrom('break', 'signal'),
  pauseEvery: fc.integer({ min: 1, max: 2 * WINDOW }),
})

describe.each(Object.entries(transports))('over %s', (_name, open) => {
  let transport: OpenTransport
  let client: NumberClient
  let keys = 0
  const newKey = () => `stream-${keys++}`

  beforeAll(async () => {
    transport = await open()
    client = connect(numberContract, transport.port)
    await client.echo({ value: 'is it there?' })
  })
  afterAll(() => transport.end())

  test('streams lose nothing, repeat nothing, keep their order and do not mix', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 6 }), async (plans) => {
        const read = await Promise.all(plans.map((each) => follow(client, newKey(), each)))
        expect(read).toEqual(plans.map(expectedNumbers))
      }),
      { numRuns: 25, seed: 1 },
    )
  })

  test('calls and streams run side by side without mixing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 40 }), plan, async (values, streamPlan) => {
        const reading = follow(client, newKey(), streamPlan)
        const echoed = await Promise.all(values.map((value) => client.echo({ value })))
        expect(echoed).toEqual(values.map((value) => ({ value })))
        expect(await reading).toEqual(expectedNumbers(streamPlan))
      }),
      { numRuns: 15, seed: 2 },
    )
  })

  test('a stalled reader stops the sender at the window', async () => {
    const key = newKey()
    const iterator = client.numbers({ key, count: 10_000 })[Symbol.asyncIterator]()
    await until(async () => (await client.progress({ key })).sent === WINDOW)
    for (let round = 0; round < 5; round += 1) {
      expect((await client.progress({ key })).sent).toBe(WINDOW)
    }

    for (let read = 0; read < WINDOW / 2; read += 1) await iterator.next()
    await until(async () => (await client.progress({ key })).sent === 1.5 * WINDOW)
    await iterator.return?.()
    await until(async () => (await client.progress({ key })).ended)
    expect((await client.progress({ key })).sent).toBe(1.5 * WINDOW)
  })

  test('a cancel ends the sender, also one that is waiting', async () => {
    const key = newKey()
    const stop = new AbortController()
    const read: number[] = []
    for await (const number of client.stuck({ key, deaf: false }, stop.signal)) {
      read.push(number)
      setTimeout(() => stop.abort())
    }
    expect(read).toEqual([0])
    await until(async () => (await client.progress({ key })).ended)
  })

  test('a cancelled call rejects with the reason and is stopped at the other side', async () => {
    const key = newKey()
    const stop = new AbortController()
    const reply = client.hang({ key }, stop.signal)
    await client.progress({ key })
    const reason = new Error('changed my mind')
    stop.abort(reason)
    await expect(reply).rejects.toBe(reason)
    await until(async () => (await client.progress({ key })).ended)
  })

  test('what cannot be sent, in or out, fails the call that tried, and the port lives on', async () => {
    const unsendable: Record<string, unknown> = { call: () => {} }
    unsendable['self'] = unsendable
    await expect(client.echo({ value: unsendable })).rejects.toThrow()
    await expect(client.fail({ how: 'unsendable' })).rejects.toMatchObject({ code: 'unexpected' })
    expect(await client.echo({ value: 'still there' })).toEqual({ value: 'still there' })
  })

  test('a failure arrives with its code and remedy, after the items before it', async () => {
    await expect(client.fail({ how: 'expected' })).rejects.toMatchObject({
      name: 'PonderError',
      code: 'as-asked',
      remedy: 'Ask for something else.',
    })
    const read: number[] = []
    const reading = (async () => {
      for await (const number of client.failAfter({ count: 100 })) read.push(number)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'as-asked' })
    expect(read).toHaveLength(100)
  })
})

async function follow(client: NumberClient, key: string, reading: ReadingPlan): Promise<number[]> {
  const stop = new AbortController()
  const read: number[] = []
  for await (const item of client.numbers({ key, count: reading.count }, stop.signal)) {
    expect(item.key).toBe(key)
    read.push(item.number)
    if (read.length === reading.stopAfter) {
      if (reading.stopBy === 'break') break
      stop.abort()
    }
    if (read.length % reading.pauseEvery === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return read
}

function expectedNumbers({ count, stopAfter }: ReadingPlan): number[] {
  return Array.from({ length: Math.min(count, stopAfter) }, (_, number) => number)
}

/** Asks again until it is so; the test's own time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}
