import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { brokenFiles } from '../../models/gguf/broken-files.ts'
import { projectFolder } from './program-files.ts'

/** All kinds of broken files take minutes; the tests take some that end at different places. */
const ALL = process.env['PONDER_ALL_BROKEN'] === '1'
const SOME = ['an end within the vocabulary', 'safetensors in it', 'no attention heads', 'no epsilon']

const folder = mkdtempSync(join(tmpdir(), 'ponder-ask-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** `npm run ask` as a real process. `interrupt`: Ctrl+C as soon as its engine has been started. */
function ask(words: readonly string[], interrupt = false): Promise<Ended> {
  const child = spawn(process.execPath, ['electron/ask.ts', ...words], {
    cwd: projectFolder,
    env: { ...process.env, PONDER_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const watch = setInterval(() => {
    if (!interrupt || !hasChild(child.pid)) return
    clearInterval(watch)
    child.kill('SIGINT')
  }, 20)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearInterval(watch)
      resolve({ code, out, err })
    })
  })
}

function hasChild(pid: number | undefined): boolean {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') !== ''
  } catch {
    // It has ended.
    return false
  }
}

const count = z.int().nonnegative()
const resultSchema = z.strictObject({
  model: z.string().min(1),
  modeAsked: z.enum(['auto', 'think', 'quick']),
  mode: z.enum(['think', 'quick', 'plain']),
  pThink: z.number().min(0).max(1).nullable(),
  thought: z.string(),
  answer: z.string().min(1),
  tokens: z.strictObject({ prompt: count, reused: count, thought: count, answer: count }),
  ms: z.strictObject({ load: z.number(), firstToken: z.number(), total: z.number() }),
})

describe('one question in a terminal', () => {
  test('prints the answer alone, and keeps nothing', async () => {
    const { code, out, err } = await ask(['--mode', 'quick', 'What is 2+3?'])
    expect([code, err]).toEqual([0, ''])
    expect(out.trim()).not.toBe('')
    expect(out).not.toMatch(/<\/?think>/)
    expect(readdirSync(folder).filter((name) => name.startsWith('ponder.db'))).toEqual([])
  })

  test('with --json prints exactly one object, in each mode', async () => {
    for (const mode of ['think', 'quick', 'auto'] as const) {
      const { code, out, err } = await ask(['--json', '--mode', mode, 'What is 17+25?'])
      expect([code, err]).toEqual([0, ''])
      const result = resultSchema.parse(JSON.parse(out))
      expect(result.modeAsked).toBe(mode)
      if (mode === 'auto') expect(result.pThink).not.toBeNull()
      else expect([result.mode, result.pThink]).toEqual([mode, null])
      if (result.mode === 'think') expect(result.tokens.thought).toBeGreaterThan(0)
      else expect([result.thought, result.tokens.thought]).toEqual(['', 0])
    }
  })

  test('a model file that is missing or broken gives a sentence and a remedy on stderr, and exit 1', async () => {
    const broken = join(folder, 'broken.gguf')
    writeFileSync(broken, 'GGUF, but not really')
    for (const file of [join(folder, 'missing.gguf'), broken]) {
      const { code, out, err } = await ask(['--json', '--model', file, 'Hello'])
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/\S\. \S.*\.\n$/)
      expect(err).not.toContain('    at ')
    }
  })

  test.each(brokenFiles.filter(({ what }) => ALL || SOME.includes(what)))(
    'a model file with $what is one sentence, and exit 1',
    async ({ what, bytes }) => {
      const path = join(folder, 'of-no-use.gguf')
      writeFileSync(path, bytes())
      const start = performance.now()
      const { code, out, err } = await ask(['--json', '--model', path, 'Hello'])
      if (ALL) console.log(`${(performance.now() - start).toFixed(0)} ms: ${what}: ${err.trim()}`)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(/^Of no use .*\. [A-Z].*\.\n$/)
    },
  )

  test('bad flags, and an image that is not there, end before anything is started', async () => {
    for (const [words, sentence] of [
      [['--mode', 'loud', 'Hello'], /^"loud" is no mode\. Ask like this: .*\n$/],
      [
        ['--image', join(folder, 'cat.png'), 'What is this?'],
        /cat\.png cannot be read \(ENOENT\)\. Check .*\.\n$/,
      ],
    ] as const) {
      const { code, out, err } = await ask(words)
      expect([code, out]).toEqual([1, ''])
      expect(err).toMatch(sentence)
    }
  })

  test.skipIf(process.platform !== 'linux')('Ctrl+C ends it in order', async () => {
    const words = ['--json', '--mode', 'think', 'Tell me a story that never ends.']
    expect(await ask(words, true)).toEqual({ code: 130, out: '', err: '' })
  })
})
