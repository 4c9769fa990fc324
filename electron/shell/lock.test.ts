import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readHolder, takeLock } from './lock.ts'

let folder: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-lock-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** A real second process that tries to take the lock and then stays; resolves to whether it got it. */
function startOther(): Promise<{ child: ChildProcess; taken: boolean }> {
  const child = fork(join(import.meta.dirname, 'fixtures', 'take-lock.ts'), [folder])
  children.push(child)
  return new Promise((resolve) => {
    child.once('message', (taken) => resolve({ child, taken: taken === true }))
  })
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}

describe('the lock of a data folder', () => {
  test('is taken once, and can be taken again after it was let go', () => {
    const first = takeLock(folder)
    expect(first).not.toBeNull()
    expect(takeLock(folder)).toBeNull()
    first?.release()
    const second = takeLock(folder)
    expect(second).not.toBeNull()
    second?.release()
  })

  test('is had by exactly one of several processes that start at the same time', async () => {
    const starts = await Promise.all([startOther(), startOther(), startOther(), startOther()])
    expect(starts.filter(({ taken }) => taken)).toHaveLength(1)
  })

  test('is free again the moment its process was killed, whatever that left behind', async () => {
    const { child, taken } = await startOther()
    expect(taken).toBe(true)
    expect(takeLock(folder)).toBeNull()
    expect(readHolder(folder)?.pid).toBe(child.pid)
    await killed(child)

    expect(readHolder(folder)).not.toBeNull()
    const lock = takeLock(folder)
    expect(lock).not.toBeNull()
    expect(readHolder(folder)).toBeNull()
    lock?.release()
  })

  test('tells who holds it, to the person’s own account alone', () => {
    const lock = takeLock(folder)
    const door = { origin: 'http://127.0.0.1:41577', secret: 'between these two' }
    lock?.announce({ shell: 'browser', door })
    expect(readHolder(folder)).toMatchObject({ pid: process.pid, shell: 'browser', door })
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
    lock?.release()
    expect(readHolder(folder)).toBeNull()
  })

  test('does not believe a spoiled note about its holder', () => {
    writeFileSync(join(folder, 'lock.json'), '{"pid":')
    expect(readHolder(folder)).toBeNull()
    writeFileSync(join(folder, 'lock.json'), '{"pid":1,"startedAt":1,"shell":"other","door":null}')
    expect(readHolder(folder)).toBeNull()
  })

  test('says so when the folder cannot be used', () => {
    expect(() => takeLock(join(folder, 'missing'))).toThrow(
      expect.objectContaining({ code: 'data-folder-unusable' }),
    )
  })
})
