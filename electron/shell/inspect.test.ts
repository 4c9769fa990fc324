import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modelHeaderSchema } from '../model-files/header/model-header.ts'
import { soundBytes } from '../../models/gguf/broken/sound-model.ts'
import { readInspectFlags } from './inspect-flags.ts'

const demo = 'models/demo/ponder-demo-q8.gguf'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-inspect-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function inspect(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['electron/inspect.ts', ...words], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('--json prints one object: the header, the hash when asked for, and the fit', () => {
  const { status, stdout } = inspect(demo, '--json', '--hash', '--context', '1024')
  expect(status).toBe(0)
  const found: unknown = JSON.parse(stdout)
  expect(modelHeaderSchema.parse(found)).toMatchObject({ use: 'chat', architecture: 'qwen3' })
  expect(found).toMatchObject({
    file: 'ponder-demo-q8.gguf',
    sha256: createHash('sha256').update(readFileSync(demo)).digest('hex'),
    thinking: { canThink: true, style: 'tail', efforts: [] },
    fit: { contextSize: 1024, f16: { kind: 'fits' }, q8_0: { kind: 'fits' }, q4_0: { kind: 'fits' } },
  })
})

test('without it, lines for a person', () => {
  const { status, stdout } = inspect(demo)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^ponder-demo-q8\.gguf\n {2}Kind {13}a chat model \(qwen3\)\n/)
  expect(stdout).toMatch(/Quantisation {5}Q8_0/)
  expect(stdout).toMatch(/Thinking {9}switched at the end of the prompt/)
  expect(stdout).toMatch(/cache f16 +fits: needs \d+(\.\d)? MB, .* are free; .* tokens would/)
})

test('a broken file is one sentence and its remedy on stderr, and exit code 1', () => {
  const path = join(folder, 'broken.gguf')
  writeFileSync(path, soundBytes.subarray(0, 2000))
  expect(inspect(path, '--json')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'broken.gguf is cut off: its file ends before its header does. Download it again, or choose another model.\n',
  })
})

test.each([
  [[], /No file is named/],
  [['a.gguf', 'b.gguf'], /2 files/],
  [['a.gguf', '--context', 'many'], /"many" is no number/],
  [['a.gguf', '--nonsense'], /--nonsense/],
])('what cannot be understood is said: %j', (words, message) => {
  expect(() => readInspectFlags(words)).toThrow(message)
})
