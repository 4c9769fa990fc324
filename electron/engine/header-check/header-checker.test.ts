import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { soundBytes } from '../../../models/gguf/broken/sound-model.ts'
import { forkChild, forkFile } from '../../shell/fork-child.ts'
import type { Child } from '../child.ts'
import { defaultCheckLimits, openHeaderChecker, type HeaderChecker } from './header-checker.ts'

let folder = ''
let model = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-check-'))
  model = join(folder, 'model.gguf')
  writeFileSync(model, soundBytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

const opened: HeaderChecker[] = []
afterEach(() => {
  for (const checker of opened.splice(0)) checker.close()
})

/** A checker whose first children are the given fixtures, and real ones after those. */
function open(fixtures: readonly string[] = [], limits = defaultCheckLimits) {
  const children: Child[] = []
  const checker = openHeaderChecker((name) => {
    const fixture = fixtures[children.length]
    const file = fixture === undefined ? null : join(import.meta.dirname, 'fixtures', fixture)
    children.push(file === null ? forkChild(name) : forkFile(file))
    return children.at(-1)!
  }, limits)
  opened.push(checker)
  return { checker, children }
}

const sound = expect.objectContaining({ use: 'chat', architecture: 'qwen3' })

describe('reads headers in a child', () => {
  test('several at once, one after another, in one child', async () => {
    const { checker, children } = open()
    const broken = join(folder, 'broken.gguf')
    writeFileSync(broken, soundBytes.subarray(0, 1000))
    const refused = expect(checker.read(broken, 'Broken')).rejects.toMatchObject({
      code: 'model-file-cut',
      message: /^Broken is cut off/,
    })
    expect(await checker.read(model, 'Model')).toEqual(sound)
    await refused
    expect(children).toHaveLength(1)
  })

  test('and so does it read templates, which cost a sentence at most', async () => {
    const { checker, children } = open()
    expect(await checker.expectThinking(null, 'Model')).toMatchObject({ canThink: false })
    const loop = '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}'
    await expect(checker.expectThinking(loop, 'Model')).rejects.toMatchObject({ code: 'template-endless' })
    expect(await checker.read(model, 'Model')).toEqual(sound)
    expect(children).toHaveLength(1)
  })

  test('which ends when nothing is asked, and comes back for the next question', async () => {
    const { checker, children } = open([], { ...defaultCheckLimits, idle: 50 })
    await checker.read(model, 'Model')
    await new Promise<void>((resolve) => children[0]?.onExit(() => resolve()))
    expect(await checker.read(model, 'Model')).toEqual(sound)
    expect(children).toHaveLength(2)
  })

  test('and gives up with whoever asked', async () => {
    const { checker } = open(['looping-child.ts'])
    const given = new AbortController()
    const reading = checker.read(model, 'Model', given.signal)
    setTimeout(() => given.abort(new Error('not any more')), 300)
    await expect(reading).rejects.toThrow('not any more')
    expect(await checker.read(model, 'Model')).toEqual(sound)
  })
})

describe('a child that fails costs one sentence', () => {
  test.each([
    ['is stuck in a loop', 'looping-child.ts', 'model-check-too-slow'],
    ['ends', 'ending-child.ts', 'model-check-died'],
    ['takes ever more memory', 'greedy-child.ts', 'model-check-died'],
    ['answers nonsense', 'confused-child.ts', 'bad-reply'],
  ])('one that %s', async (_, fixture, code) => {
    const { checker, children } = open([fixture], { ...defaultCheckLimits, answer: 8000 })
    await expect(checker.read(model, 'Model')).rejects.toMatchObject({ code })
    expect(await checker.read(model, 'Model')).toEqual(sound)
    expect(children).toHaveLength(2)
  })
})

test('the SHA-256 of a file is counted on demand, with progress', async () => {
  const { checker } = open()
  const shares: number[] = []
  const signal = new AbortController().signal
  const sha256 = await checker.hash(model, 'Model', signal, (share) => shares.push(share))
  expect(sha256).toBe(createHash('sha256').update(soundBytes).digest('hex'))
  expect(shares.at(-1)).toBe(1)
})
