import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { readMissed, writeMissed } from '../state/drafts.ts'
import { watchArrivals } from './arrivals.ts'

const NAME = 'c1'

function storage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

type Kept = ReturnType<typeof storage>

/** Another page that brings an image. Returns what ends it, as the browser does: its locks are free, whatever it was doing. */
function anotherPage(kept: Kept): () => void {
  const page = randomUUID()
  const { promise, resolve } = Promise.withResolvers<void>()
  onTestFinished(() => resolve())
  void navigator.locks.request(`ponder-page:${page}`, () => promise)
  writeMissed(kept, NAME, { page, images: ['cat.png'] })
  return resolve
}

function open(kept: Kept) {
  const told: string[] = []
  const arrivals = watchArrivals(kept, NAME, (images) => told.push(...images))
  onTestFinished(arrivals.end)
  return { ...arrivals, told }
}

async function untilWaiting(pages: number): Promise<void> {
  await expect.poll(async () => (await navigator.locks.query()).pending).toHaveLength(pages)
}

test('an image is missed when the page that brought it is gone, and not while it lives', async () => {
  const kept = storage()
  const end = anotherPage(kept)
  const here = open(kept)
  await untilWaiting(1)
  // Who goes before that leaves it for the next.
  const left = open(kept)
  left.write([], true)
  left.end()
  expect(here.told).toEqual([])
  end()
  await expect.poll(() => here.told).toEqual(['cat.png'])
  here.write([], true)
  expect([left.told, readMissed(kept, NAME)]).toEqual([[], null])
})

test('an image that has arrived by then is not missed', async () => {
  const kept = storage()
  const end = anotherPage(kept)
  const here = open(kept)
  await untilWaiting(1)
  kept.removeItem(`ponder-missed:${NAME}`)
  end()
  await untilWaiting(0)
  expect(here.told).toEqual([])
})

test('an image is missed when the composer that brought it is gone, though its page lives', () => {
  const kept = storage()
  const before = open(kept)
  before.write(['dog.png'], true)
  before.end()
  expect(open(kept).told).toEqual(['dog.png'])
})
