import type { Server } from 'node:http'
import { PonderError } from '../contract/ponder-error.ts'

/** Always the same where it is free, so that bookmarks and the browser's own permissions stay. */
const USUAL_PORT = 41_577

/** `number`: exactly that port (0 = any free one). `usual`: Ponder's own, or any free one when that is taken. */
export type WantedPort = number | 'usual'

/** Reads PONDER_PORT. */
export function wantedPort(text: string | undefined): WantedPort {
  if (text === undefined || text === '') return 'usual'
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new PonderError({
    code: 'bad-port',
    message: `PONDER_PORT is "${text}", which is no port number.`,
    remedy: 'Set it to a number from 1 to 65535, or leave it out.',
  })
}

export type Listening = { readonly port: number; readonly usualWasTaken: boolean }

/** Listens on 127.0.0.1 and nowhere else. */
export async function listenOnLoopback(
  server: Server,
  wanted: WantedPort,
  usual: number = USUAL_PORT,
): Promise<Listening> {
  if (wanted !== 'usual') return { port: await listen(server, wanted), usualWasTaken: false }
  try {
    return { port: await listen(server, usual), usualWasTaken: false }
  } catch (thrown) {
    if (!(thrown instanceof PonderError)) throw thrown
    return { port: await listen(server, 0), usualWasTaken: true }
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(unusable(port, error))
    server.once('error', failed)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', failed)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function unusable(port: number, cause: Error): PonderError {
  const taken = 'code' in cause && cause.code === 'EADDRINUSE'
  return new PonderError(
    {
      code: 'port-unusable',
      message: taken
        ? `Port ${port} is in use by another program.`
        : `Port ${port} cannot be used (${cause.message}).`,
      remedy: 'Name another one in PONDER_PORT, or leave it out and Ponder finds a free one.',
    },
    { cause },
  )
}
