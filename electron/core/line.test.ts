import { expect, test } from 'vitest'
import { createLine } from './line.ts'

const never = new AbortController().signal

test('lets one in at a time, in the order they came', async () => {
  const line = createLine()
  const leaveA = await line.wait('a', never)
  const entered: string[] = []
  const b = line.wait('b', never).then((leave) => {
    entered.push('b')
    return leave
  })
  const c = line.wait('c', never).then((leave) => {
    entered.push('c')
    return leave
  })
  expect(line.holder()).toBe('a')
  await Promise.resolve()
  expect(entered).toEqual([])
  leaveA()
  ;(await b)()
  ;(await c)()
  expect(entered).toEqual(['b', 'c'])
  expect(line.holder()).toBeNull()
})

test('one who gives up while waiting holds nobody up', async () => {
  const line = createLine()
  const leaveA = await line.wait('a', never)
  const abort = new AbortController()
  const b = line.wait('b', abort.signal)
  const c = line.wait('c', never)
  abort.abort()
  await expect(b).rejects.toBe(abort.signal.reason)
  leaveA()
  ;(await c)()
  expect(line.holder()).toBeNull()
})

test('leaving twice is leaving once', async () => {
  const line = createLine()
  const leave = await line.wait('a', never)
  leave()
  const leaveB = await line.wait('b', never)
  leave()
  expect(line.holder()).toBe('b')
  leaveB()
})

test('who comes with an aborted signal never stands in line', async () => {
  const line = createLine()
  await expect(line.wait('a', AbortSignal.abort())).rejects.toBeDefined()
  expect(line.holder()).toBeNull()
})
