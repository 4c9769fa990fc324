import { once } from 'node:events'
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { PIECE_BYTES, sendFile } from '../electron/contract/send-bytes.ts'
import { postBytes } from './post-bytes.ts'

const place = { kind: 'model', uploadId: 'an-id', offset: 7 } as const
const some = new Blob(['some bytes'])

async function serverThat(
  answers: (request: IncomingMessage, response: ServerResponse) => void,
  limits: ServerOptions = {},
) {
  const server = createServer(limits, answers).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return { post: postBytes(() => ({ origin: `http://127.0.0.1:${address.port}`, key: 'a-key' })), close }
}

test('bytes go to their place, with the key and their length', async () => {
  const heard: unknown[] = []
  const { post } = await serverThat((request, response) => {
    const { authorization, 'content-length': length, 'content-type': type } = request.headers
    heard.push(request.method, request.url, authorization, length, type)
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await post(place, some)
  expect(heard).toEqual(['POST', '/bytes/model/an-id/7', 'Bearer a-key', '10', 'application/octet-stream'])
})

test('why core does not take them is told in its words; what is no answer of core, in ours', async () => {
  const problem = { code: 'disk-full', message: 'It is full.', remedy: 'Free some space.' }
  const { post } = await serverThat((request, response) => {
    const body = request.url?.endsWith('/7') === true ? JSON.stringify(problem) : 'Who are you?'
    request.resume().on('end', () => response.writeHead(409).end(body))
  })
  await expect(post(place, some)).rejects.toMatchObject(problem)
  await expect(post({ ...place, offset: 8 }, some)).rejects.toMatchObject({ code: 'connection-lost' })
})

test('a server that is gone is told from a file that is', async () => {
  const { post, close } = await serverThat((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  const folder = mkdtempSync(join(tmpdir(), 'ponder-post-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'it.gguf')
  writeFileSync(file, 'GGUF and more')
  const bytes = await openAsBlob(file)
  writeFileSync(file, 'changed, and longer than it was')
  const send = () => sendFile(post, { name: 'it.gguf', bytes }, { kind: 'model', uploadId: 'an-id' })
  await expect(send()).rejects.toMatchObject({ code: 'file-unreadable' })
  close()
  await expect(post(place, some)).rejects.toMatchObject({ code: 'connection-lost' })
})

test('stopping ends it with the reason', async () => {
  const stop = new AbortController()
  const { post } = await serverThat(() => stop.abort(new Error('not any more')))
  await expect(post(place, some, stop.signal)).rejects.toThrow('not any more')
})

test('a piece that a slow disk holds up for too long is not laid on the connection alone', async () => {
  const { post } = await serverThat(() => {}, { requestTimeout: 50, connectionsCheckingInterval: 50 })
  // Nobody reads them, as when nothing more can be written.
  const sent = post(place, new Blob([new Uint8Array(PIECE_BYTES)]))
  await expect(sent).rejects.toMatchObject({
    code: 'connection-lost',
    message: 'The file did not arrive: a disk took too long, or the connection to Ponder broke off.',
  })
})
