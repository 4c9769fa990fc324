import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { listenOnLoopback, wantedPort } from './listen-on-loopback.ts'

const servers: Server[] = []
function server(): Server {
  const made = createServer()
  servers.push(made)
  return made
}
afterEach(() => {
  for (const each of servers.splice(0)) each.close()
})

describe('PONDER_PORT', () => {
  test('is a port number, or left out', () => {
    expect(['', undefined, '0', '8080'].map(wantedPort)).toEqual(['usual', 'usual', 0, 8080])
  })
  test.each(['x', '-1', '1.5', '65536', '80 80', '0x50', '999999'])(
    'is explained when it is "%s"',
    (text) => {
      expect(() => wantedPort(text)).toThrow(expect.objectContaining({ code: 'bad-port' }))
    },
  )
})

describe('the port', () => {
  test('is on the loopback interface alone', async () => {
    const here = server()
    await listenOnLoopback(here, 0)
    expect(here.address()).toMatchObject({ address: '127.0.0.1' })
  })

  test('is another one when the usual one is taken', async () => {
    const { port: taken } = await listenOnLoopback(server(), 0)
    const { port, usualWasTaken } = await listenOnLoopback(server(), 'usual', taken)
    expect([port === taken, usualWasTaken]).toEqual([false, true])
  })

  test('is not another one when the person named it', async () => {
    const { port: taken } = await listenOnLoopback(server(), 0)
    await expect(listenOnLoopback(server(), taken)).rejects.toMatchObject({ code: 'port-unusable' })
  })
})
