import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Implementation } from '../contract/define.ts'
import { imageAddress } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { PIECE_BYTES } from '../contract/send-bytes.ts'
import { BYTES_PATH, SESSION_PATH, WIRE_PATH, WIRE_PROTOCOL } from '../contract/shell-bridge.ts'
import { windowCalls, type WindowCalls } from '../contract/window-calls.ts'
import { connect } from '../wire/connect.ts'
import { webSocketPort } from '../wire/web-socket-port.ts'
import { OPEN_AGAIN_PATH } from './second-start.ts'
import { CONTENT_SECURITY_POLICY } from './security-headers.ts'
import { serveWeb, type WebServer } from './serve-web.ts'

let server: WebServer
let port: number
let host: string
/** Of a page that was let in. */
let key: string
let folder: string
const IMAGE = 'a'.repeat(64)
/** Counts every call that reached core: no refused request may. */
let reached = 0
type Told = Parameters<Implementation<WindowCalls>['sendBytes']>
/** What core does with bytes; a test that sends some puts its own here. */
let onBytes: (...told: Told) => void = () => (reached += 1)
function takeTold(...told: Told): Record<string, never> {
  onBytes(...told)
  return {}
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-web-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'outside')
  writeFileSync(join(folder, 'page', 'index.html'), '<title>Ponder</title>')
  writeFileSync(join(folder, 'page', 'assets', 'index-abc.js'), 'export {}')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'))
  mkdirSync(join(folder, 'images'))
  writeFileSync(join(folder, 'images', `${IMAGE}.png`), 'an image')
  writeFileSync(join(folder, 'images', `${IMAGE}.small.png`), 'a small image')
  writeFileSync(join(folder, 'images', `${IMAGE}.96.png`), 'for a model')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'images', `${'b'.repeat(64)}.png`))
  // True for these tests: they make no other calls.
  const calls = {
    about: () => {
      reached += 1
      return { version: '1', dataFolder: '/', shell: 'browser' }
    },
    sendBytes: takeTold,
  } as unknown as Implementation<WindowCalls>
  server = await serveWeb({
    folder: join(folder, 'page'),
    imagesFolder: join(folder, 'images'),
    calls,
    port: 0,
  })
  port = Number(new URL(server.origin).port)
  host = `127.0.0.1:${port}`
  key = await freshKey()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

type Asked = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}
type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }

/** Sent by node:http and not by fetch, which would tidy up the path and refuse to set Host and Origin. */
function ask({ method = 'GET', path = '/', headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { host, ...headers }, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** Bytes as they are; what comes back until the server hangs up. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => (answer += chunk))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

const json = { 'content-type': 'application/json' }
const own = () => ({ origin: `http://${host}` })
const freshToken = () => server.newAddress().split('#t=')[1] ?? ''

async function freshKey(): Promise<string> {
  const body = JSON.stringify({ token: freshToken() })
  const { text } = await ask({ method: 'POST', path: SESSION_PATH, headers: { ...json, ...own() }, body })
  return (JSON.parse(text) as { key: string }).key // the reply's form is tested below
}

/** The status of a refused WebSocket, or 'open'. */
function upgrade(protocols: string[], options: { origin?: string; host?: string; path?: string }) {
  return new Promise<number | 'open'>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${options.path ?? WIRE_PATH}`, protocols, {
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      headers: { host: options.host ?? host },
    })
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', reject)
  })
}

describe('what a person gets', () => {
  test('the page, under the policy that is also the desktop window’s', async () => {
    const { status, headers, text } = await ask({})
    expect([status, text]).toEqual([200, '<title>Ponder</title>'])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toBe(`${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('the page’s files, also under the name localhost', async () => {
    const path = '/assets/index-abc.js'
    expect(await ask({ path, headers: { host: `localhost:${port}` } })).toMatchObject({
      status: 200,
      text: 'export {}',
    })
    expect(await ask({ path, method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test('the images of its questions, whole and small, of which no copy stays in the browser', async () => {
    const whole = await ask({
      path: imageAddress(IMAGE, 'whole'),
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(whole).toMatchObject({ status: 200, text: 'an image' })
    expect(whole.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    expect(await ask({ path: imageAddress(IMAGE, 'small') })).toMatchObject({ text: 'a small image' })
  })

  test('a call over a WebSocket with the key that one token bought', async () => {
    const socket = new WebSocket(`ws://${host}${WIRE_PATH}`, [WIRE_PROTOCOL, await freshKey()], {
      origin: `http://${host}`,
    })
    const client = connect(windowCalls, webSocketPort(socket))
    expect(await client.about({})).toEqual({ version: '1', dataFolder: '/', shell: 'browser' })
    expect(socket.protocol).toBe(WIRE_PROTOCOL)
    socket.terminate()
  })

  test('the same key again after a reload', async () => {
    const key = await freshKey()
    expect(await upgrade([WIRE_PROTOCOL, key], own())).toBe('open')
    expect(await upgrade([WIRE_PROTOCOL, key], own())).toBe('open')
  })

  test('a fresh address for a second start that knows the secret', async () => {
    const body = JSON.stringify({ secret: server.openAgainSecret })
    const { status, text } = await ask({ method: 'POST', path: OPEN_AGAIN_PATH, headers: json, body })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{43}$/),
    })
  })
})

describe('bytes of a file', () => {
  const place = `${BYTES_PATH}/image/an-id/7`
  async function post(body: Buffer, headers: Record<string, string> = {}): Promise<Answered> {
    const authorization = `Bearer ${await freshKey()}`
    const type = 'application/octet-stream'
    const all = {
      ...own(),
      authorization,
      'content-type': type,
      'content-length': `${body.length}`,
      ...headers,
    }
    return ask({ method: 'POST', path: place, headers: all, body })
  }
  function listen(): { readonly taken: { offset: number; bytes: Buffer; signal: AbortSignal }[] } {
    const taken: { offset: number; bytes: Buffer; signal: AbortSignal }[] = []
    const before = onBytes
    onBytes = ({ kind, uploadId, offset, bytes }, signal) => {
      expect([kind, uploadId]).toEqual(['image', 'an-id'])
      taken.push({ offset, bytes: Buffer.from(bytes), signal })
    }
    onTestFinished(() => void (onBytes = before))
    return { taken }
  }

  test('reach core whole and in order, from where the page says', async () => {
    const { taken } = listen()
    const body = randomBytes(PIECE_BYTES)
    expect(await post(body)).toMatchObject({ status: 204, text: '' })
    expect(Buffer.concat(taken.map(({ bytes }) => bytes)).equals(body)).toBe(true)
    let offset = 7
    for (const each of taken) {
      expect(each.offset).toBe(offset)
      offset += each.bytes.length
    }
  })

  test('that core does not take are refused with its own words, once all of them were read', async () => {
    let asked = 0
    const { taken } = listen()
    onBytes = () => {
      asked += 1
      throw new PonderError({ code: 'disk-full', message: 'It is full.', remedy: 'Free some space.' })
    }
    const { status, text } = await post(randomBytes(PIECE_BYTES))
    expect(status).toBe(409)
    expect(JSON.parse(text)).toEqual({
      code: 'disk-full',
      message: 'It is full.',
      remedy: 'Free some space.',
    })
    expect([asked, taken]).toEqual([1, []])
  })

  test('of a page that dies in the middle end there, and the server goes on', async () => {
    const { taken } = listen()
    const { promise: stopped, resolve } = Promise.withResolvers<void>()
    const note = onBytes
    onBytes = (told, signal) => {
      note(told, signal)
      signal.addEventListener('abort', () => resolve())
    }
    const head = [
      `POST ${place} HTTP/1.1`,
      `Host: ${host}`,
      `Origin: http://${host}`,
      `Authorization: Bearer ${await freshKey()}`,
      'Content-Type: application/octet-stream',
      'Content-Length: 1000',
    ].join('\r\n')
    const socket = connectSocket(port, '127.0.0.1', () => socket.write(`${head}\r\n\r\nsome`))
    await vi.waitFor(() => expect(taken).toHaveLength(1), { timeout: 20_000 })
    socket.destroy()
    await stopped
    expect(taken.map(({ bytes }) => bytes.toString())).toEqual(['some'])
    expect((await ask({})).status).toBe(200)
  })

  test('arrive whole however they are cut on their way', async () => {
    const authorization = `Bearer ${await freshKey()}`
    const { taken } = listen()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { minLength: 1, maxLength: 12 }),
        async (parts) => {
          taken.length = 0
          const length = parts.reduce((sum, part) => sum + part.length, 0)
          const type = 'application/octet-stream'
          const headers = { host, ...own(), authorization, 'content-type': type, 'content-length': length }
          const status = await new Promise<number>((resolve, reject) => {
            const to = { host: '127.0.0.1', port, method: 'POST', path: place, headers, agent: false }
            const request = httpRequest(to, (response) => resolve(response.resume().statusCode ?? 0))
            request.on('error', reject)
            const sendAll = async () => {
              for (const part of parts) await new Promise((sent) => request.write(part, sent))
              request.end()
            }
            void sendAll()
          })
          expect(status).toBe(204)
          expect(Buffer.concat(taken.map(({ bytes }) => bytes)).equals(Buffer.concat(parts))).toBe(true)
        },
      ),
      { numRuns: 40, seed: 8 },
    )
  })

  test('asked for in any other form never reach core', async () => {
    const { taken } = listen()
    const authorization = `Bearer ${await freshKey()}`
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('image', 'model', 'an-id', '..', '%2e%2e', '0', '-1', '1e3', '0x1'),
    )
    const path = fc.array(word, { maxLength: 5 }).map((words) => words.map(encodeURIComponent).join('/'))
    await fc.assert(
      fc.asyncProperty(path, fc.string({ maxLength: 99 }), async (rest, body) => {
        fc.pre(!/^(image|model)\/[\w-]+\/\d+$/.test(rest))
        const headers = { ...own(), authorization, 'content-type': 'application/octet-stream' }
        const asked = { method: 'POST', path: `${BYTES_PATH}/${rest}`, headers, body }
        expect((await ask(asked)).status).toBe(404)
      }),
      { numRuns: 200, seed: 8 },
    )
    expect(taken).toEqual([])
  })

  test('of more than one piece may hold are refused before one is read', async () => {
    const { taken } = listen()
    expect(await post(Buffer.alloc(0), { 'content-length': `${PIECE_BYTES + 1}` })).toMatchObject({
      status: 413,
    })
    expect(taken).toEqual([])
  })
})

/** Everything another page, program or person of this machine may try. Each row: what it is, what it gets. */
const hostile: readonly (readonly [string, () => Asked, number])[] = [
  [
    'a foreign name that leads here (DNS rebinding)',
    () => ({ headers: { host: `evil.example:${port}` } }),
    421,
  ],
  ['a name that only begins like ours', () => ({ headers: { host: `127.0.0.1.evil.example:${port}` } }), 421],
  ['our address without a port', () => ({ headers: { host: '127.0.0.1' } }), 421],
  ['our address with another port', () => ({ headers: { host: '127.0.0.1:1' } }), 421],
  ['another spelling of the address', () => ({ headers: { host: `127.1:${port}` } }), 421],
  ['a host with a user in it', () => ({ headers: { host: `x@127.0.0.1:${port}` } }), 421],
  ['the IPv6 address, where nobody listens', () => ({ headers: { host: `[::1]:${port}` } }), 421],
  ['a page of another site', () => ({ headers: { origin: 'https://evil.example' } }), 403],
  ['a page of another port', () => ({ headers: { origin: 'http://127.0.0.1:1' } }), 403],
  ['a file or a sandboxed frame', () => ({ headers: { origin: 'null' } }), 403],
  ['our name with https', () => ({ headers: { origin: `https://${host}` } }), 403],
  ['localhost’s page asking 127.0.0.1', () => ({ headers: { origin: `http://localhost:${port}` } }), 403],
  ['dots in the path', () => ({ path: '/../secret.txt' }), 404],
  ['encoded dots', () => ({ path: '/%2e%2e/secret.txt' }), 404],
  ['encoded slashes', () => ({ path: '/..%2fsecret.txt' }), 404],
  ['twice encoded', () => ({ path: '/%252e%252e%252fsecret.txt' }), 404],
  ['backslashes', () => ({ path: '/..\\secret.txt' }), 404],
  ['an encoded NUL', () => ({ path: '/index.html%00.txt' }), 404],
  ['a link that leads out', () => ({ path: '/link.txt' }), 404],
  ['a folder', () => ({ path: '/assets' }), 404],
  ['a path on the whole disk', () => ({ path: '//etc/passwd' }), 404],
  ['a whole address as the path', () => ({ path: 'http://evil.example/' }), 404],
  ['the name of an object’s own things', () => ({ path: '/__proto__' }), 404],
  [
    'an image asked for by another page',
    () => ({ path: imageAddress(IMAGE, 'whole'), headers: { 'sec-fetch-site': 'cross-site' } }),
    403,
  ],
  [
    'an image asked for by a page of another port',
    () => ({ path: imageAddress(IMAGE, 'whole'), headers: { 'sec-fetch-site': 'same-site' } }),
    403,
  ],
  ['an image that is not there', () => ({ path: imageAddress('c'.repeat(64), 'whole') }), 404],
  ['an image that is a link', () => ({ path: imageAddress('b'.repeat(64), 'whole') }), 404],
  ['a copy made for a model', () => ({ path: `/images/${IMAGE}.96.png` }), 404],
  ['the folder of the images', () => ({ path: '/images/' }), 404],
  ['dots below the images', () => ({ path: '/images/../secret.txt' }), 404],
  ['an image’s name in capitals', () => ({ path: `/images/${IMAGE.toUpperCase()}.png` }), 404],
  ['something behind an image’s name', () => ({ path: `/images/${IMAGE}.png/../../secret.txt` }), 404],
  ['the WebSocket’s path by plain GET', () => ({ path: WIRE_PATH }), 404],
  ['GET of the session', () => ({ path: SESSION_PATH }), 405],
  ['GET of the session with a token', () => ({ path: `${SESSION_PATH}?token=${freshToken()}` }), 405],
  ['POST of the page', () => ({ method: 'POST', headers: own() }), 405],
  ['DELETE', () => ({ method: 'DELETE' }), 405],
  ['OPTIONS, a preflight', () => ({ method: 'OPTIONS', headers: own() }), 405],
  [
    'a preflight of another site',
    () => ({ method: 'OPTIONS', path: SESSION_PATH, headers: { origin: 'https://e.example' } }),
    403,
  ],
  ['a session without a token', () => session('{}'), 400],
  ['a session with an empty token', () => session('{"token":""}'), 401],
  ['a session with a guessed token', () => session(`{"token":"${'A'.repeat(43)}"}`), 401],
  ['a session with a number for a token', () => session('{"token":1}'), 400],
  ['a session with more than a token', () => session(`{"token":"${freshToken()}","path":"/etc"}`), 400],
  ['a session that is no JSON', () => session('token'), 400],
  ['a session with a huge body', () => session(`{"token":"${'A'.repeat(100_000)}"}`), 413],
  [
    'a session as plain text, which needs no preflight',
    () => session(good(), { 'content-type': 'text/plain' }),
    415,
  ],
  [
    'a session as a form',
    () => session(good(), { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
  ],
  ['a session without a content type', () => session(good(), { 'content-type': '' }), 415],
  ['a session asked by another site', () => session(good(), { origin: 'https://evil.example' }), 403],
  ['a session asked by "null"', () => session(good(), { origin: 'null' }), 403],
  [
    'a session asked by no page at all',
    () => ({ method: 'POST', path: SESSION_PATH, headers: json, body: good() }),
    403,
  ],
  ['a session under a foreign name', () => session(good(), { host: `evil.example:${port}` }), 421],
  ['bytes without a key', () => bytes({ authorization: '' }), 401],
  ['bytes with a guessed key', () => bytes({ authorization: `Bearer ${'A'.repeat(43)}` }), 401],
  ['bytes with a token for a key', () => bytes({ authorization: `Bearer ${freshToken()}` }), 401],
  ['bytes with the key under another name', () => bytes({ authorization: `Basic ${key}` }), 401],
  ['bytes of another site', () => bytes({ origin: 'https://evil.example' }), 403],
  ['bytes of "null"', () => bytes({ origin: 'null' }), 403],
  ['bytes of another port', () => bytes({ origin: 'http://127.0.0.1:1' }), 403],
  ['bytes under a foreign name', () => bytes({ host: `evil.example:${port}` }), 421],
  ['bytes as a form', () => bytes({ 'content-type': 'application/x-www-form-urlencoded' }), 415],
  ['bytes as plain text', () => bytes({ 'content-type': 'text/plain' }), 415],
  ['no bytes at all', () => ({ ...bytes({ 'content-length': '0' }), body: '' }), 400],
  ['bytes of unknown length', () => bytes({ 'transfer-encoding': 'chunked' }), 411],
  ['bytes from before the beginning', () => bytes({}, `${BYTES_PATH}/image/id/-1`), 404],
  ['bytes from nowhere', () => bytes({}, `${BYTES_PATH}/image/id/1e3`), 404],
  ['bytes from behind every number', () => bytes({}, `${BYTES_PATH}/image/id/9999999999999999`), 404],
  ['bytes for what is no file', () => bytes({}, `${BYTES_PATH}/__proto__/id/0`), 404],
  ['bytes for a path', () => bytes({}, `${BYTES_PATH}/image/..%2f..%2fx/0`), 404],
  ['bytes for nothing', () => bytes({}, `${BYTES_PATH}/image//0`), 404],
  ['bytes with more behind', () => bytes({}, `${BYTES_PATH}/image/id/0/0`), 404],
  ['GET of bytes', () => ({ ...bytes(), method: 'GET', body: '' }), 405],
  ['a second start without the secret', () => openAgain('{}'), 400],
  ['a second start with a wrong secret', () => openAgain('{"secret":"x"}'), 401],
  ['a second start from a page', () => openAgain(`{"secret":"${server.openAgainSecret}"}`, own()), 403],
]
const bytes = (headers: Record<string, string> = {}, path = `${BYTES_PATH}/image/id/0`): Asked => ({
  method: 'POST',
  path,
  headers: {
    ...own(),
    authorization: `Bearer ${key}`,
    'content-type': 'application/octet-stream',
    ...headers,
  },
  body: 'bytes',
})
const good = () => JSON.stringify({ token: freshToken() })
const session = (body: string, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  path: SESSION_PATH,
  headers: { ...json, ...own(), ...headers },
  body,
})
const openAgain = (body: string, headers: Record<string, string> = {}): Asked => ({
  method: 'POST',
  path: OPEN_AGAIN_PATH,
  headers: { ...json, ...headers },
  body,
})

describe('what everybody else gets', () => {
  test.each(hostile)('%s', async (_name, asked, status) => {
    const answered = await ask(asked())
    expect(answered.status).toBe(status)
    expect(answered.text).not.toContain('outside')
    expect(answered.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answered.headers['x-content-type-options']).toBe('nosniff')
    expect(answered.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('a token is worth one key', async () => {
    const body = good()
    expect((await ask(session(body))).status).toBe(200)
    expect((await ask(session(body))).status).toBe(401)
  })

  test('two hosts in one request', async () => {
    const answer = await sendRaw(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/)
  })

  test('no host at all, or an empty one', async () => {
    expect(await sendRaw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 4\d\d/)
    expect(await sendRaw('GET / HTTP/1.1\r\nHost:\r\n\r\n')).toMatch(/^HTTP\/1\.1 421/)
  })

  test('two lengths in one request (smuggling)', async () => {
    const answer = await sendRaw(
      `POST ${SESSION_PATH} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400/)
  })

  test('headers that never end are cut off', async () => {
    expect(await sendRaw(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `)).toMatch(/^HTTP\/1\.1 408/)
  })
})

describe('WebSockets without the right to one', () => {
  const sockets: readonly (readonly [
    string,
    () => Promise<string[]>,
    () => Parameters<typeof upgrade>[1],
    number,
  ])[] = [
    ['no protocols', async () => [], own, 401],
    ['no key', async () => [WIRE_PROTOCOL], own, 401],
    ['a guessed key', async () => [WIRE_PROTOCOL, 'A'.repeat(43)], own, 401],
    ['an unused token for a key', async () => [WIRE_PROTOCOL, freshToken()], own, 401],
    ['the key alone', async () => [await freshKey()], own, 401],
    ['a key and more', async () => [WIRE_PROTOCOL, await freshKey(), 'more'], own, 401],
    ['another protocol', async () => ['ponder.2', await freshKey()], own, 401],
    [
      'a foreign origin',
      async () => [WIRE_PROTOCOL, await freshKey()],
      () => ({ origin: 'https://evil.example' }),
      403,
    ],
    ['origin "null"', async () => [WIRE_PROTOCOL, await freshKey()], () => ({ origin: 'null' }), 403],
    ['no origin', async () => [WIRE_PROTOCOL, await freshKey()], () => ({}), 403],
    [
      'a foreign host',
      async () => [WIRE_PROTOCOL, await freshKey()],
      () => ({ ...own(), host: `e.example:${port}` }),
      421,
    ],
    ['another path', async () => [WIRE_PROTOCOL, await freshKey()], () => ({ ...own(), path: '/' }), 404],
    [
      'a query',
      async () => [WIRE_PROTOCOL, await freshKey()],
      () => ({ ...own(), path: `${WIRE_PATH}?x=1` }),
      404,
    ],
  ]
  test.each(sockets)('%s', async (_name, protocols, options, status) => {
    expect(await upgrade(await protocols(), options())).toBe(status)
  })

  test('a message that is no list of frames closes the socket', async () => {
    const socket = new WebSocket(`ws://${host}${WIRE_PATH}`, [WIRE_PROTOCOL, await freshKey()], own())
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send('{"call":"about"}')
    await closed
  })

  test('a thirty-third tab is told to wait', async () => {
    const key = await freshKey()
    const open: WebSocket[] = []
    for (let tab = 0; tab < 32; tab += 1) {
      const socket = new WebSocket(`ws://${host}${WIRE_PATH}`, [WIRE_PROTOCOL, key], own())
      await new Promise((resolve) => socket.once('open', resolve))
      open.push(socket)
    }
    expect(await upgrade([WIRE_PROTOCOL, key], own())).toBe(503)
    for (const socket of open) socket.terminate()
  })
})

test('none of all this reached core, but for the one call that was allowed', () => {
  expect(reached).toBe(1)
})
