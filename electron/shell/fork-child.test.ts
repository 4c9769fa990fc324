import { once } from 'node:events'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { childEnvironment } from './child-environment.ts'
import { forkFile } from './fork-child.ts'

const echo = join(import.meta.dirname, 'fixtures', 'echo-child.ts')

describe('a forked child', () => {
  test('answers over its port, keeps undefined and bytes, and sees no secret of its parent', async () => {
    process.env['PONDER_TEST_SECRET'] = 'hidden'
    const child = forkFile(echo)
    const frame = await new Promise((resolve) => {
      child.port.onFrame(resolve)
      child.port.post(['q', 1, 'echo', { gone: undefined, bytes: new Uint8Array([1, 2]) }])
    })
    expect(frame).toEqual([
      'r',
      1,
      { input: { gone: undefined, bytes: new Uint8Array([1, 2]) }, secret: undefined },
    ])
    delete process.env['PONDER_TEST_SECRET']
    child.kill()
  })

  test('ends at once when killed, and says so once', async () => {
    const child = forkFile(echo)
    const ends: (string | null)[] = []
    const ended = new Promise<void>((resolve) =>
      child.onExit((_code, signal) => {
        ends.push(signal)
        resolve()
      }),
    )
    child.kill()
    await ended
    expect(ends).toEqual(['SIGKILL'])
  })

  test('does not outlive a parent that was killed', async () => {
    const parent = spawn(
      process.execPath,
      [join(import.meta.dirname, 'fixtures', 'fork-and-tell.ts'), echo],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [said] = (await once(parent.stdout, 'data')) as [Buffer] // 'data' of a pipe without an encoding
    const pid = Number(said.toString())
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isRunning(pid), { timeout: 25_000 }).toBe(false)
  })
})

test('a child’s environment holds what native code needs and nothing else', () => {
  const environment = {
    PATH: '/bin',
    HOME: '/home/ada',
    HF_TOKEN: 'x',
    NODE_OPTIONS: '--inspect',
    SystemRoot: 'C:',
  }
  const own = { MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '16777216' }
  expect(childEnvironment(environment)).toEqual({ PATH: '/bin', HOME: '/home/ada', SystemRoot: 'C:', ...own })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // ESRCH: gone.
    return false
  }
}
