import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { forkChild, forkFile } from '../../shell/fork-child.ts'
import type { Child } from '../child.ts'
import { endless } from './fixtures/altered-gguf.ts'
import { ask, followUp, never, question, starter, text } from './fixtures/starter-model.ts'
import { BLUE, GREEN, RED, disc, square } from './fixtures/write-png.ts'
import { openVisionEngine } from './open-vision-engine.ts'
import type { VisionEngineOptions } from './open-vision-engine.ts'
import type { VisionEngine, VisionLoadRequest } from './vision-engine.ts'

const COLOUR = 'What colour?'

let folder = ''
let red = ''
let blue = ''
let green = ''
let endlessModel: VisionLoadRequest = starter
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-vision-'))
  const write = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  red = write('red.png', disc(RED))
  blue = write('blue.png', disc(BLUE))
  green = write('green.png', square(GREEN))
  endlessModel = { ...starter, modelPath: write('endless.gguf', endless(starter.modelPath)) }
})
afterAll(() => rmSync(folder, { recursive: true }))

const opened: VisionEngine[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.dispose()))
})

/** An engine with real children, all of them noted, and the starter model open. */
async function openWith(
  model: VisionLoadRequest,
  changes: Partial<VisionEngineOptions> = {},
): Promise<{ engine: VisionEngine; children: Child[] }> {
  const children: Child[] = []
  const engine = openVisionEngine({
    ...changes,
    spawn(name) {
      const child = (changes.spawn ?? forkChild)(name)
      children.push(child)
      return child
    },
  })
  opened.push(engine)
  await engine.load(model, never)
  return { engine, children }
}

function signal(child: Child | undefined, name: NodeJS.Signals): void {
  if (child?.pid !== undefined) process.kill(child.pid, name)
}

describe('a vision engine', () => {
  test('opens a model, sees colours and shapes, and counts tokens with images', async () => {
    const engine = openVisionEngine({ spawn: forkChild })
    opened.push(engine)
    expect(await engine.load({ ...starter, contextSize: 100_000 }, never)).toMatchObject({
      architecture: 'llama',
      projector: 'mlp',
      // What it was trained for.
      contextSize: 2048,
    })
    for (const [path, colour] of [
      [red, 'red'],
      [blue, 'blue'],
      [green, 'green'],
    ] as const)
      expect((await ask(engine, question(COLOUR, path))).text).toBe(colour)
    expect((await ask(engine, question('What shape is it?', green))).text).toBe('square')

    const alone = await engine.countTokens(question(COLOUR), never)
    // 36 tokens for each image and one for the line's end behind it.
    expect(await engine.countTokens(question(COLOUR, red, blue), never)).toBe(alone + 2 * 37)
    expect((await ask(engine, question(COLOUR))).finished.promptTokens).toBe(alone)
  })

  test('answers the same over runs, whatever was asked between', async () => {
    const { engine } = await openWith(starter)
    const other = question('Read the word.', green)
    const first = await ask(engine, question('How many?', red))
    for (let run = 0; run < 5; run++) {
      await ask(engine, other, { temperature: 2, seed: run })
      expect((await ask(engine, question('How many?', red))).text).toBe(first.text)
    }
    const { engine: another } = await openWith(starter)
    expect((await ask(another, question('How many?', red))).text).toBe(first.text)
    // Sampled answers are repeated by their seed.
    const sampled = { temperature: 3, seed: 7, stop: [] }
    expect((await ask(engine, other, sampled)).text).toBe((await ask(another, other, sampled)).text)
  })

  test('a follow-up about the same images reads its own tokens only', async () => {
    const { engine } = await openWith(starter)
    const first = question(COLOUR, red, blue)
    const { text: answer, finished } = await ask(engine, first)
    expect(finished).toMatchObject({ why: 'complete', readTokens: finished.promptTokens, answerTokens: 1 })

    const second = [...first, ...followUp(answer, 'What shape is it?')]
    const { finished: next } = await ask(engine, second)
    // What was answered is in the KV cache too.
    expect(next.readTokens).toBe(next.promptTokens - finished.promptTokens - finished.answerTokens)
    expect(next.promptTokens).toBe(await engine.countTokens(second, never))
  })

  test('a marker that somebody typed is no image', async () => {
    const { engine } = await openWith(starter)
    const typed = [...question('<__media__>What colour?', red), text('<__me'), text('dia__>')]
    expect((await ask(engine, typed)).finished.promptTokens).toBeGreaterThan(44)
  })

  test('ends at its limit, at a full context, and before a stop word that it does not tell', async () => {
    const { engine } = await openWith({ ...endlessModel, contextSize: 100 })
    const limited = await ask(engine, question(COLOUR, red), { maxTokens: 3 })
    expect(limited.finished).toMatchObject({ why: 'answer-limit', promptTokens: 44 })
    const full = await ask(engine, question(COLOUR, red), { maxTokens: 1000 })
    expect(full.finished.why).toBe('context-full')
    expect(full.text.startsWith(limited.text)).toBe(true)

    const stop = [full.text.slice(10, 14)]
    const stopped = await ask(engine, question(COLOUR, red), { maxTokens: 1000, stop })
    expect(stopped.finished.why).toBe('complete')
    expect(stopped.text).toBe(full.text.slice(0, full.text.indexOf(stop[0] ?? '')))
  })

  test('does what is asked at once one after the other', async () => {
    const { engine, children } = await openWith(starter)
    const asked = [red, blue, green, red].map((path) => ask(engine, question(COLOUR, path)))
    const counted = engine.countTokens(question(COLOUR, red), never)
    expect((await Promise.all(asked)).map((answer) => answer.text)).toEqual(['red', 'blue', 'green', 'red'])
    expect(await counted).toBe(44)
    expect(children).toHaveLength(1)
  })

  test('a hundred answers of a millisecond do not get it stuck', async () => {
    const { engine, children } = await openWith(starter)
    for (let run = 0; run < 100; run++) expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
    // Every tenth did, see `occupyPoolThread`; another child would take over then.
    expect(children.length).toBeLessThan(4)
  })

  test('gives its memory back when nothing is asked, and when it is told to', async () => {
    const { engine, children } = await openWith(starter, { idle: 50 })
    const ended = new Promise<void>((resolve) => children[0]?.onExit(() => resolve()))
    await ended
    expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
    expect(children).toHaveLength(2)
    await engine.unload()
    await expect(ask(engine, question(COLOUR, red))).rejects.toMatchObject({ code: 'no-model' })
  })
})

describe('stopping', () => {
  test('ends an answer at once and as usual; the same child answers the next question', async () => {
    const { engine, children } = await openWith(endlessModel)
    for (const pieces of [1, 2, 20]) {
      const stop = new AbortController()
      let seen = 0
      const stopped = await ask(engine, question(COLOUR, red), {
        maxTokens: 900,
        stop: [],
        signal: stop.signal,
        onPiece: () => void (++seen === pieces && stop.abort()),
      })
      expect(stopped.finished.why).toBe('stopped')
    }
    // A reader that leaves.
    for await (const piece of engine.answer(
      { prompt: question(COLOUR, red), maxTokens: 900, stop: [], temperature: 0, seed: 1 },
      never,
    ))
      if (piece.kind === 'answer') break
    expect((await ask(engine, question(COLOUR, blue), { maxTokens: 1 })).text).toBe('blue')
    expect(children).toHaveLength(1)
  })

  test('kills a child that does not stop within two seconds; the next question is answered', async () => {
    const { engine, children } = await openWith(starter)
    signal(children[0], 'SIGSTOP')
    let isGone = false
    children[0]?.onExit(() => {
      isGone = true
    })
    const stop = AbortSignal.timeout(50)
    expect((await ask(engine, question(COLOUR, red), { signal: stop })).finished.why).toBe('stopped')
    expect(isGone).toBe(false) // the person does not wait for it
    expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
    expect(isGone).toBe(true)
    expect(children).toHaveLength(2)
  })

  test('gives up a load, and whatever was given up before its turn', async () => {
    const { engine } = await openWith(starter)
    await expect(engine.load(starter, AbortSignal.timeout(20))).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    await expect(ask(engine, question(COLOUR, red))).rejects.toMatchObject({ code: 'no-model' })
    await engine.load(starter, never)
    const aborted = AbortSignal.abort()
    await expect(engine.countTokens([], aborted)).rejects.toMatchObject({ name: 'AbortError' })
    await expect(engine.load({ ...starter, modelPath: 'x' }, aborted)).rejects.toMatchObject({
      name: 'AbortError',
    })
    const given = await ask(engine, question(COLOUR, red), { signal: AbortSignal.abort() })
    expect(given.finished.why).toBe('stopped')
    expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
  })
})

describe('a child that dies', () => {
  test.each(['SIGKILL', 'SIGSEGV'] as const)(
    'of %s costs its question; the next one is answered',
    async (name) => {
      const { engine, children } = await openWith(starter)
      signal(children[0], 'SIGSTOP')
      const asked = ask(engine, question(COLOUR, red))
      signal(children[0], name)
      signal(children[0], 'SIGCONT')
      await expect(asked).rejects.toMatchObject({
        code: 'engine-died',
        message: expect.stringContaining(name),
        remedy: expect.stringMatching(/\.$/),
      })
      expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
      expect(children).toHaveLength(2)
    },
  )

  test('three times within a minute is not started again, until the model is opened again', async () => {
    const { engine, children } = await openWith(starter)
    for (let crash = 1; crash <= 3; crash++) {
      await engine.countTokens(question(COLOUR), never)
      signal(children.at(-1), 'SIGSTOP')
      const asked = ask(engine, question(COLOUR, red))
      signal(children.at(-1), 'SIGKILL')
      await expect(asked).rejects.toMatchObject({ code: 'engine-died' })
    }
    await expect(ask(engine, question(COLOUR, red))).rejects.toMatchObject({ code: 'engine-keeps-dying' })
    expect(children).toHaveLength(3)
    await engine.load(starter, never)
    expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
  })

  test('of its library being stuck is replaced before anybody notices', async () => {
    const stuck = join(import.meta.dirname, 'fixtures', 'stuck-child.ts')
    const files = [stuck]
    const spawn: VisionEngineOptions['spawn'] = (name) => {
      const file = files.pop()
      return file === undefined ? forkChild(name) : forkFile(file)
    }
    const { engine, children } = await openWith(starter, { spawn })
    expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
    expect(children).toHaveLength(2)
  })
})
