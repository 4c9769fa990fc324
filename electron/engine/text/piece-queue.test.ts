import { expect, test } from 'vitest'
import { createPieceQueue } from './piece-queue.ts'

test('what is pushed before and while reading comes in order, then the end', async () => {
  const queue = createPieceQueue<number>()
  queue.push(1)
  setImmediate(() => {
    queue.push(2)
    queue.push(3)
    queue.end()
  })
  const read: number[] = []
  for await (const piece of queue) read.push(piece)
  expect(read).toEqual([1, 2, 3])
})

test('a failure comes after everything that was pushed before it', async () => {
  const queue = createPieceQueue<number>()
  queue.push(1)
  queue.fail(new Error('broken'))
  const read: number[] = []
  const reading = (async () => {
    for await (const piece of queue) read.push(piece)
  })()
  await expect(reading).rejects.toThrow('broken')
  expect(read).toEqual([1])
})
