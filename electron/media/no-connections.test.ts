import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Child } from '../engine/child.ts'
import { childEnvironment } from '../shell/child-environment.ts'
import { childFile } from '../shell/program-files.ts'
import { processPort } from '../wire/process-port.ts'
import { drawing } from './fixtures/make-images.ts'
import { given } from './fixtures/open-worker.ts'
import { svg } from './fixtures/write-svg.ts'
import { openImageWorker } from './image-worker.ts'
import { openTextReader } from './text-reader.ts'

/** Starts `file` with every way to a network watched; `attempts` are those that were made. */
function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-connections-'))
  const log = join(folder, 'log')
  writeFileSync(log, '')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const watch = join(import.meta.dirname, 'fixtures', 'watch-connections.ts')
  const start = (file: string) =>
    fork(file, [], {
      serialization: 'advanced',
      // Not --import: threads whose program is a text would start without it.
      execArgv: ['--require', watch],
      env: { ...childEnvironment(), CONNECTION_LOG: log },
      stdio: 'ignore',
    })
  const spawn = (): Child => {
    const child = start(childFile('media'))
    onTestFinished(() => void child.kill('SIGKILL'))
    return {
      port: processPort(child),
      pid: child.pid,
      kill: () => void child.kill('SIGKILL'),
      onExit: (listen) => void child.once('exit', listen),
    }
  }
  return { start, spawn, attempts: () => readFileSync(log, 'utf8').split('\n').filter(Boolean) }
}

async function lastOf<Item>(items: AsyncIterable<Item>): Promise<Item | null> {
  let last: Item | null = null
  for await (const item of items) last = item
  return last
}

test('no image and no text in one makes the worker connect to anything', async () => {
  const { spawn, attempts } = watched()
  const worker = openImageWorker(spawn)
  const reader = openTextReader(spawn)
  const page = readFileSync(join(import.meta.dirname, 'fixtures', 'page.png'))
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)
    await worker.keep(given(await drawing(60, 40).toFormat(format).toBuffer()))
  for (const place of [
    'http://127.0.0.1:9/x.png',
    'https://example.invalid/x.png',
    '//example.invalid/x.png',
  ])
    await worker.keep(given(svg(`<image width="60" height="40" href="${place}"/>`)))
  const { whole } = await worker.keep(given(page))
  await worker.shrink(whole, 64, 'It')
  const readings = reader.read(
    { whole, name: 'It', language: 'eng', languageFolder: null },
    AbortSignal.timeout(60_000),
  )
  expect(await lastOf(readings)).toMatchObject({ kind: 'read' })
  const unknown = reader.read(
    { whole, name: 'It', language: 'deu', languageFolder: tmpdir() },
    AbortSignal.timeout(60_000),
  )
  await expect(lastOf(unknown)).rejects.toMatchObject({ code: 'language-missing' })
  expect(attempts()).toEqual([])
  worker.close()
  reader.close()
})

test('one that did would be noticed, in whatever thread', async () => {
  const { start, attempts } = watched()
  const child = start(join(import.meta.dirname, 'fixtures', 'connecting-child.ts'))
  await new Promise<void>((resolve) => child.once('exit', () => resolve()))
  expect(attempts()).toEqual(['fetch', 'connect'])
})
