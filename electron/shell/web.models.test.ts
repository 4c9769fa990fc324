import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { projectFolder } from './program-files.ts'

let folder: string
const running: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-web-'))
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true })
})

type Shell = { readonly child: ChildProcess; readonly address: string | null; readonly said: () => string }

/** The browser shell as a real process, up to its address or its end. It may build the window first. */
function startWeb(port: string): Promise<Shell> {
  const child = spawn(process.execPath, ['electron/web.ts', '--no-open'], {
    cwd: projectFolder,
    env: { ...process.env, PONDER_DATA: folder, PONDER_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let said = ''
  return new Promise((resolve) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /^http:\/\/127\.0\.0\.1:\d+\/#t=\S+$/m.exec(said)?.[0]
      if (address !== undefined) resolve({ child, address, said: () => said })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', () => resolve({ child, address: null, said: () => said }))
  })
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

describe('the browser shell', { timeout: 120_000 }, () => {
  test('prints an address on a line of its own and ends in order when told to', async () => {
    const { child, address } = await startWeb('0')
    expect(address).not.toBeNull()
    expect((await fetch(new URL('/', address ?? ''))).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended(child)).toBe(0)
  })

  test('started a second time, shows the first one by an address of its own', async () => {
    const first = await startWeb('0')
    const second = await startWeb('0')
    expect(second.said()).toContain('Ponder is running already.')
    expect(new URL(second.address ?? '').origin).toBe(new URL(first.address ?? '').origin)
    expect(second.address).not.toBe(first.address)
    expect(await ended(second.child)).toBe(0)
    expect(first.child.exitCode).toBeNull()
  })

  test('starts again at once after it was killed', async () => {
    const first = await startWeb('0')
    first.child.kill('SIGKILL')
    await ended(first.child)
    expect((await startWeb('0')).address).not.toBeNull()
  })

  test('explains a port that is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const bound = taken.address()
    const port = typeof bound === 'object' && bound !== null ? String(bound.port) : ''
    const { child, address, said } = await startWeb(port)
    expect([address, await ended(child)]).toEqual([null, 1])
    expect(said()).toContain(`Port ${port} is in use by another program. Name another one in PONDER_PORT`)
    taken.close()
  })

  test('explains a port that is none', async () => {
    const { child, said } = await startWeb('many')
    expect(await ended(child)).toBe(1)
    expect(said()).toContain('PONDER_PORT is "many", which is no port number.')
  })
})
