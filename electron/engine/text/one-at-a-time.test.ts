import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('everyone waits until those before have left, in order', async () => {
  const turns = oneAtATime()
  const seen: string[] = []
  async function visit(name: string): Promise<void> {
    const leave = await turns.enter()
    seen.push(`${name} in`)
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(`${name} out`)
    leave()
  }
  await Promise.all(['a', 'b', 'c'].map(visit))
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
})
