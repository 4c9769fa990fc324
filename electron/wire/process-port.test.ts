import { once } from 'node:events'
import { fork } from 'node:child_process'
import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { processPort } from './process-port.ts'
import { numberContract } from './testing/number-service.ts'
import { forkNumberChild, nodePath } from './testing/transports.ts'

test('a killed child fails what was asked of it, after the items it had sent', async () => {
  const child = forkNumberChild()
  const client = connect(numberContract, processPort(child))
  const hanging = client.hang({ key: 'a' })
  const read: number[] = []
  const reading = (async () => {
    for await (const number of client.stuck({ key: 'b', deaf: true })) {
      read.push(number)
      child.kill('SIGKILL')
    }
  })()
  await expect(hanging).rejects.toMatchObject({ code: 'connection-lost' })
  await expect(reading).rejects.toMatchObject({ code: 'connection-lost' })
  expect(read).toEqual([0])
  await expect(client.echo({ value: 1 })).rejects.toMatchObject({ code: 'connection-lost' })
})

test('a child that cannot be started fails what was asked of it', async () => {
  const child = fork('nothing.ts', [], { execPath: '/nowhere/node', serialization: 'advanced' })
  const client = connect(numberContract, processPort(child))
  await expect(client.echo({ value: 1 })).rejects.toMatchObject({ code: 'connection-lost' })
})

test('a child whose parent was killed hears of it and ends', async () => {
  const parent = fork(new URL('testing/number-parent.ts', import.meta.url), [], {
    execPath: nodePath,
    execArgv: [],
  })
  const [childPid] = await once(parent, 'message')
  parent.kill('SIGKILL')
  while (isRunning(Number(childPid))) await new Promise((resolve) => setTimeout(resolve, 20))
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
