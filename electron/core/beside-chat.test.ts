import { expect, test } from 'vitest'
import { yielded } from '../capabilities/grade-answers/index.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { createBesideChat } from './beside-chat.ts'
import { createLine } from './line.ts'

const never = new AbortController().signal
const tick = () => new Promise((resolve) => setImmediate(resolve))
const died = new PonderError({ code: 'engine-died', message: 'It died.', remedy: 'Wait.' })

function opened() {
  const chat = createLine()
  return { chat, beside: createBesideChat({ chat, ready: async () => {} }) }
}

/** Work that waits until it is told to make way, or is let go. */
function slowWork() {
  const begun: AbortSignal[] = []
  let letGo: (result: string) => void = () => {}
  const work = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      begun.push(signal)
      letGo = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  return { begun, work, letGo: (result: string) => letGo(result) }
}

test('work waits while somebody is in line', async () => {
  const { chat, beside } = opened()
  const leave = await chat.wait('answer', never)
  const { begun, work, letGo } = slowWork()
  const done = beside.run(work, never)
  await tick()
  expect(begun).toHaveLength(0)
  leave()
  await tick()
  expect(begun).toHaveLength(1)
  letGo('done')
  expect(await done).toBe('done')
})

test('work makes way at once for whoever comes, and is done from its beginning afterwards', async () => {
  const { chat, beside } = opened()
  const { begun, work, letGo } = slowWork()
  const done = beside.run(work, never)
  await tick()
  const leave = await chat.wait('answer', never)
  expect(begun[0]?.aborted).toBe(true)
  await tick()
  expect(begun).toHaveLength(1)
  leave()
  await tick()
  expect(begun).toHaveLength(2)
  letGo('at last')
  expect(await done).toBe('at last')
})

test('work that the engine itself put off is done again', async () => {
  const { beside } = opened()
  let tries = 0
  const work = async () => {
    tries += 1
    if (tries < 3) throw yielded
    return tries
  }
  expect(await beside.run(work, never)).toBe(3)
})

test('one piece of work at a time, in order', async () => {
  const { beside } = opened()
  const order: number[] = []
  await Promise.all(
    [1, 2, 3].map((number) =>
      beside.run(async () => {
        order.push(number)
        await tick()
        order.push(number)
      }, never),
    ),
  )
  expect(order).toEqual([1, 1, 2, 2, 3, 3])
})

test('an engine that dies is asked again, twice, and then the death is told', async () => {
  const { beside } = opened()
  let tries = 0
  const work = async () => {
    tries += 1
    throw died
  }
  await expect(beside.run(work, never)).rejects.toBe(died)
  expect(tries).toBe(3)
})

test('a stop ends it with its reason, waiting or at work', async () => {
  const { chat, beside } = opened()
  const { begun, work } = slowWork()
  const stop = new AbortController()
  const first = beside.run(work, stop.signal)
  const second = beside.run(work, stop.signal)
  await tick()
  stop.abort(new Error('enough'))
  await expect(first).rejects.toThrow('enough')
  await expect(second).rejects.toThrow('enough')
  expect(begun).toHaveLength(1)
  expect(chat.holder()).toBeNull()
})
