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

test('who gives up waiting is gone at once, and those after wait for the ones before alone', async () => {
  const turns = oneAtATime()
  const leaveFirst = await turns.enter()
  const giving = new AbortController()
  const second = turns.enter(giving.signal)
  let isThirdIn = false
  const third = turns.enter(new AbortController().signal).then((leave) => {
    isThirdIn = true
    leave()
  })
  giving.abort(new Error('given up'))
  await expect(second).rejects.toThrow('given up')
  await new Promise((resolve) => setImmediate(resolve))
  expect(isThirdIn).toBe(false)
  leaveFirst()
  await third
  await expect(turns.enter(AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  ;(await turns.enter())()
})
