import { spawn } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnOf } from './column-of.ts'
import { temporaryFile } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

const WRITER = fileURLToPath(new URL('fixtures/write-until-killed.ts', import.meta.url))
const ROUNDS = 20

test('a writer that is killed at any moment loses nothing it was told is saved', async () => {
  const file = temporaryFile()
  const delays = fc.sample(fc.integer({ min: 0, max: 150 }), { seed: 20, numRuns: ROUNDS })
  const promised = new Map<string, number>()

  for (const delay of delays) {
    const lines = await writeAndKill(file, delay)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      const [id = '', length] = line.split(' ')
      promised.set(id, Number(length))
    }
    checkKept(file, promised)
  }
})

/** Kills the writer `delay` ms after its first promise; resolves to all its promises. */
function writeAndKill(file: string, delay: number): Promise<string[]> {
  const writer = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => writer.kill('SIGKILL'), delay)
    output += text
  })
  return new Promise((resolve, reject) => {
    writer.on('error', reject)
    // What follows the last line break was cut by the kill.
    writer.on('close', () => resolve(output.split('\n').slice(0, -1)))
  })
}

function checkKept(file: string, promised: ReadonlyMap<string, number>): void {
  const sqlite = new DatabaseSync(file)
  expect(columnOf(sqlite, 'PRAGMA integrity_check')).toBe('ok')
  sqlite.exec(`INSERT INTO turn_words (turn_words) VALUES ('integrity-check')`)
  sqlite.close()

  const store = openStore(file)
  store.markInterrupted()
  for (const [id, length] of promised) {
    const turn = store.turn(id)
    expect(turn?.kind === 'answer' && turn.text.length).toBeGreaterThanOrEqual(length)
    expect(turn?.kind === 'answer' && turn.status).toMatch(/complete|interrupted/)
  }
  store.close()
}
