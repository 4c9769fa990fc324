import { EventEmitter, once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { openParentPort } from './parent-port.ts'

afterEach(() => void Reflect.deleteProperty(process, 'parentPort'))

test('in a utilityProcess the port is the first one that the parent transfers', async () => {
  const parentPort = new EventEmitter()
  Object.defineProperty(process, 'parentPort', { value: parentPort, configurable: true })
  const opening = openParentPort()
  const { port1, port2 } = new MessageChannel()
  parentPort.emit('message', { data: 'hello', ports: [] })
  parentPort.emit('message', { data: 'port', ports: [port1] })
  const port = await opening
  port.post(['d', 1])
  const [message] = await once(port2, 'message')
  expect(message).toEqual(['d', 1])
  expect(parentPort.listenerCount('message')).toBe(0)

  const closed = new Promise<void>((resolve) => port.onClose(resolve))
  port2.close()
  await closed
})
