import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { randomModel, smallestShape } from '../../models/gguf/random-model.ts'
import { forkChild, forkFile } from '../shell/fork-child.ts'
import type { Child } from './child.ts'
import { demoRequest, never, question, run } from './fixtures/demo-engine.ts'
import type { Limits } from './supervisor.ts'
import { defaultLimits } from './supervisor.ts'
import { openTextEngine } from './text-engine.ts'
import type { TextEngine, TextEngineStatus } from './text-engine.ts'

const SUM = 'What is 47 + 85?'
const CAPITAL = 'What is the capital of France?'
const quickLimits: Limits = { ...defaultLimits, pingEvery: 100, silence: 4000 }
const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name)

const opened: TextEngine[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()))
})

type Watched = {
  readonly engine: TextEngine
  readonly children: Child[]
  readonly statuses: TextEngineStatus[]
  readonly until: (kind: TextEngineStatus['kind'], from?: number) => Promise<TextEngineStatus>
}

/** A text engine with real children, everything it says written down. */
function watch(limits: Limits = defaultLimits, start: () => Child = () => forkChild('text-engine')): Watched {
  const children: Child[] = []
  const statuses: TextEngineStatus[] = []
  const engine = openTextEngine({
    spawn() {
      const child = start()
      children.push(child)
      return child
    },
    probeFolder: null,
    limits,
  })
  opened.push(engine)
  const woken = new Set<() => void>()
  engine.onStatus((status) => {
    statuses.push(status)
    for (const wake of woken) wake()
  })
  async function until(kind: TextEngineStatus['kind'], from = 0): Promise<TextEngineStatus> {
    for (;;) {
      const found = statuses.slice(from).find((status) => status.kind === kind)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => woken.add(resolve))
    }
  }
  return { engine, children, statuses, until }
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-engine-'))
  // Random weights: it writes nonsense and does not stop by itself, so there is always an answer to be killed in.
  writeFileSync(join(folder, 'endless.gguf'), randomModel({ ...smallestShape, contextLength: 8192 }))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function load(engine: TextEngine, name: 'Demo' | 'Endless' = 'Demo'): Promise<void> {
  const endless = { id: 'endless', name, path: join(folder, 'endless.gguf') }
  for await (const piece of engine.load(demoRequest(name === 'Demo' ? {} : endless), never)) void piece
}

async function loadFile(engine: TextEngine, path: string, name: string): Promise<void> {
  for await (const piece of engine.load(demoRequest({ path, name }), never)) void piece
}

/** Asks the endless model, and kills the engine's child by `signal` at the given piece of the answer. */
function killedAt(watched: Watched, piece: number, signal: NodeJS.Signals): Promise<unknown> {
  let seen = 0
  return run(watched.engine, question(SUM, 'plain', { answerLimit: 8000 }), {
    onPiece() {
      seen += 1
      const pid = watched.children.at(-1)?.pid
      if (seen === piece && pid !== undefined) process.kill(pid, signal)
    },
  }).catch((error: unknown) => error)
}

/** Opens a model, and sends the child a signal at the first sign of progress. */
async function loadUntilProgress(watched: Watched, signal: NodeJS.Signals): Promise<void> {
  for await (const piece of watched.engine.load(demoRequest(), never)) {
    const pid = watched.children.at(-1)?.pid
    if (piece.kind === 'progress' && pid !== undefined) process.kill(pid, signal)
  }
}

describe('an engine in its child', () => {
  test('loads, decides, answers, counts and prepares; the status tells it', async () => {
    const { engine, statuses } = watch()
    await load(engine)
    expect(statuses.at(0)).toMatchObject({ kind: 'loading', again: false, progress: 0 })
    expect(statuses.at(-1)).toMatchObject({
      kind: 'ready',
      model: { architecture: 'qwen3', quantisation: 'Q8_0', threads: 1, thinking: { decidesItself: true } },
    })
    const messages = [{ role: 'user', text: SUM }] as const
    expect((await engine.decideThinking(messages, never)).pThink).toBeGreaterThan(0.9)
    expect(await run(engine, question(SUM, 'think'))).toMatchObject({ text: '132', thoughtEnd: 'model' })
    expect(await engine.countTokens(messages)).toBe(19)
    await engine.prepare([...messages, { role: 'assistant', thought: '', text: '132' }], never)
  })

  test('a question before any model is open says so', async () => {
    const { engine } = watch()
    await expect(run(engine, question(SUM, 'think'))).rejects.toMatchObject({ code: 'no-model' })
  })

  test('a question while the model is loading waits for it', async () => {
    const { engine } = watch()
    const loading = load(engine)
    const answer = run(engine, question(CAPITAL, 'quick'))
    await loading
    expect((await answer).text).toContain('Paris')
  })

  test('stopping ends the stream at once and normally, and the next question is answered', async () => {
    const { engine } = watch()
    await load(engine)
    const stop = new AbortController()
    const part = await run(engine, question(SUM, 'think'), {
      signal: stop.signal,
      onPiece: (piece) => void (piece.kind === 'thought' && stop.abort()),
    })
    expect(part.finished).toMatchObject({ why: 'stopped', promptTokens: 21 })
    expect((await run(engine, question(CAPITAL, 'quick'))).text).toContain('Paris')
    const never = await run(engine, question(SUM, 'think'), { signal: AbortSignal.abort() })
    expect(never).toMatchObject({ thought: '', text: '', finished: { why: 'stopped' } })
  })

  test('"answer now" reaches the child', async () => {
    const { engine } = watch()
    await load(engine)
    const answer = await run(engine, question(SUM, 'think'), {
      onPiece: (piece) => void (piece.kind === 'reading' && engine.endThought()),
    })
    expect(['answer-now', 'model']).toContain(answer.thoughtEnd)
    expect(answer.text).not.toBe('')
  })

  test('a load that is given up leaves the engine empty and usable', async () => {
    const { engine, until } = watch()
    const stop = new AbortController()
    for await (const piece of engine.load(demoRequest(), stop.signal))
      if (piece.kind === 'progress') stop.abort()
    expect(await until('empty')).toEqual({ kind: 'empty' })
    await load(engine)
    expect((await run(engine, question(CAPITAL, 'quick'))).text).toContain('Paris')
  })
})

describe('a child that dies', () => {
  test.each([1, 2, 9, 60, 200])(
    'killed at piece %i: the answer ends with a problem, the model comes back, the next answer works',
    async (piece) => {
      const watched = watch()
      await load(watched.engine, 'Endless')
      const from = watched.statuses.length
      expect(await killedAt(watched, piece, 'SIGKILL')).toMatchObject({ code: 'engine-died' })
      const next = await run(watched.engine, question(CAPITAL, 'plain', { answerLimit: 5 }))
      expect(next.finished.why).toBe('answer-limit')
      expect(watched.statuses.slice(from).at(0)).toMatchObject({ kind: 'loading', again: true })
      expect(watched.statuses.at(-1)).toMatchObject({ kind: 'ready', model: { name: 'Endless' } })
      expect(watched.children).toHaveLength(2)
    },
  )

  test('by a native crash says by which', async () => {
    const watched = watch()
    await load(watched.engine, 'Endless')
    const message = expect.stringContaining('SIGSEGV')
    expect(await killedAt(watched, 3, 'SIGSEGV')).toMatchObject({ code: 'engine-died', message })
  })

  test('between two answers is back for the second', async () => {
    const watched = watch()
    await load(watched.engine)
    expect((await run(watched.engine, question(SUM, 'think'))).text).toBe('132')
    const from = watched.statuses.length
    watched.children.at(-1)?.kill()
    await watched.until('ready', from)
    expect((await run(watched.engine, question(SUM, 'think'))).text).toBe('132')
  })

  test('three times within a minute is not started again, and says so; a restart brings it back', async () => {
    const watched = watch()
    await load(watched.engine, 'Endless')
    for (let crash = 1; crash <= 3; crash++) {
      const from = watched.statuses.length
      expect(await killedAt(watched, 2, 'SIGKILL')).toMatchObject({ code: 'engine-died' })
      await watched.until(crash < 3 ? 'ready' : 'failed', from)
    }
    const problem = { code: 'engine-keeps-dying', message: expect.stringContaining('Endless') }
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'failed', problem })
    await expect(run(watched.engine, question(SUM, 'plain'))).rejects.toMatchObject(problem)
    expect(watched.children).toHaveLength(3)

    watched.engine.restart()
    const next = await run(watched.engine, question(SUM, 'plain', { answerLimit: 5 }))
    expect(next.finished.why).toBe('answer-limit')
  })

  test('of several answers at once is asked for them one after another from then on', async () => {
    const watched = watch(defaultLimits, () => forkFile(fixture('crowded-child.ts')))
    await load(watched.engine)
    const request = question(SUM, 'plain', { lane: 'background' })
    async function words(): Promise<string> {
      let text = ''
      for await (const { piece } of watched.engine.generateSeveral(request, [7, 8], never))
        if (piece.kind === 'answer') text += piece.text
      return text
    }
    await expect(words()).rejects.toMatchObject({ code: 'engine-died' })
    expect(await words()).toBe('78')
    expect(watched.children).toHaveLength(2)
    // Another model may do what this one could not.
    await load(watched.engine, 'Endless')
    await expect(words()).rejects.toMatchObject({ code: 'engine-died' })
  })

  test('while it opens a model for the first time does not open it again by itself', async () => {
    const watched = watch(defaultLimits, () => forkFile(fixture('slow-child.ts')))
    await expect(loadUntilProgress(watched, 'SIGKILL')).rejects.toMatchObject({ code: 'engine-died' })
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'engine-died' } })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(watched.children).toHaveLength(1)
    // Asked for again, it is tried again.
    await expect(loadUntilProgress(watched, 'SIGKILL')).rejects.toMatchObject({ code: 'engine-died' })
    expect(watched.children).toHaveLength(2)
  })

  test('while it opens a model again, after another was asked for, does not cost that one', async () => {
    const kinds = ['fine-child.ts', 'deadly-child.ts', 'fine-child.ts']
    const watched = watch(defaultLimits, () => forkFile(fixture(kinds.shift() ?? 'missing-child.ts')))
    await load(watched.engine, 'Endless')
    const from = watched.statuses.length
    watched.children.at(-1)?.kill()
    // The child that has begun to open it again dies of giving it up.
    while (!watched.statuses.slice(from).some((status) => status.kind === 'loading' && status.progress > 0))
      await new Promise((resolve) => setTimeout(resolve, 5))
    const asked = watched.statuses.length
    await load(watched.engine, 'Demo')
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'ready', model: { name: 'Demo' } })
    expect(watched.statuses.slice(asked)).not.toContainEqual(expect.objectContaining({ kind: 'failed' }))
    for (const status of watched.statuses.slice(asked))
      if (status.kind === 'loading') expect(status.request.name).toBe('Demo')
    expect(watched.children).toHaveLength(3)
  })

  test('at every start is given up after three times', async () => {
    const watched = watch(defaultLimits, () => forkFile(fixture('missing-child.ts')))
    expect(await watched.until('failed')).toMatchObject({
      request: null,
      problem: { code: 'engine-keeps-dying' },
    })
    expect(watched.children).toHaveLength(3)
  })
})

describe('a restart', () => {
  test('opens the model whose loading failed, once its file is good', async () => {
    const watched = watch()
    const path = join(folder, 'late.gguf')
    await expect(loadFile(watched.engine, path, 'Late')).rejects.toMatchObject({ code: 'model-file-missing' })
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'failed', request: { name: 'Late' } })

    const from = watched.statuses.length
    watched.engine.restart()
    expect(await watched.until('failed', from)).toMatchObject({ problem: { code: 'model-file-missing' } })
    copyFileSync(join(folder, 'endless.gguf'), path)
    watched.engine.restart()
    const next = await run(watched.engine, question(SUM, 'plain', { answerLimit: 5 }))
    expect(next.finished.why).toBe('answer-limit')
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'ready', model: { name: 'Late' } })
  })

  test('of a model that killed its child tries it once, and not by itself again', async () => {
    const watched = watch(defaultLimits, () => forkFile(fixture('slow-child.ts')))
    await expect(loadUntilProgress(watched, 'SIGKILL')).rejects.toMatchObject({ code: 'engine-died' })
    const from = watched.statuses.length
    watched.engine.restart()
    while (!watched.statuses.slice(from).some((status) => status.kind === 'loading' && status.progress > 0))
      await new Promise((resolve) => setTimeout(resolve, 5))
    watched.children.at(-1)?.kill()
    expect(await watched.until('failed', from)).toMatchObject({ problem: { code: 'engine-died' } })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(watched.children).toHaveLength(2)
  })

  test('without a model leaves the engine empty', async () => {
    const watched = watch(defaultLimits, () => forkFile(fixture('missing-child.ts')))
    await watched.until('failed')
    watched.engine.restart()
    expect(watched.statuses.at(-1)).toEqual({ kind: 'empty' })
  })
})

describe('a child that hangs', () => {
  test('in an answer is noticed, killed and replaced', async () => {
    const watched = watch(quickLimits)
    await load(watched.engine, 'Endless')
    expect(await killedAt(watched, 3, 'SIGSTOP')).toMatchObject({ code: 'engine-hung' })
    const next = await run(watched.engine, question(SUM, 'plain', { answerLimit: 5 }))
    expect(next.finished.why).toBe('answer-limit')
    expect(watched.children).toHaveLength(2)
  })

  test('while loading is noticed too', async () => {
    const watched = watch(quickLimits, () => forkFile(fixture('slow-child.ts')))
    await expect(loadUntilProgress(watched, 'SIGSTOP')).rejects.toMatchObject({ code: 'engine-hung' })
    expect(watched.statuses.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'engine-hung' } })
  })

  test('from its start never becomes ready', async () => {
    const watched = watch({ ...defaultLimits, ready: 300 }, () => forkFile(fixture('silent-child.ts')))
    await expect(load(watched.engine)).rejects.toMatchObject({ code: 'engine-hung' })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('no child outlives a core that was killed', async () => {
  const parent = spawn(process.execPath, [fixture('parent.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(Number(String(line))))
  })
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  const deadline = performance.now() + 60_000
  while (isAlive(pid) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isAlive(pid)).toBe(false)
})
