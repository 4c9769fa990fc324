import { fork, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a child whose event loop is stuck does not outlive a parent that was killed', async () => {
  const parent = spawn(process.execPath, [fixture('parent-of-looping-child.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(Number(String(line))))
  })
  try {
    // Longer than the watch takes to look once: a parent that lives ends nothing.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    const deadline = performance.now() + 60_000
    while (isAlive(pid) && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isAlive(pid)).toBe(false)
  } finally {
    if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  }
})

test('the watch keeps no process alive', async () => {
  const child = fork(fixture('finished-child.ts'), { stdio: 'ignore', execArgv: [] })
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
})
