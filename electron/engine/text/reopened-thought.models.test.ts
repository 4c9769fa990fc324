import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnginePiece, GenerateRequest } from '../engine.ts'
import { chainModel } from '../fixtures/chain-model.ts'
import { openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import { families } from '../think-modes/templates/fixtures/families.ts'
import { moreFamilies } from '../think-modes/templates/fixtures/more-families.ts'
import type { LocalEngine } from './local-engine.ts'

// Models that begin a thought again each time it is closed. Left alone they would never answer.

const familyOf = (name: string): string =>
  [...families, ...moreFamilies].find((each) => each.name.startsWith(name))?.template ?? ''
const DEEPSEEK = familyOf('DeepSeek V3.1')
const QWEN = familyOf('Qwen3')
const PLAIN = familyOf('ChatML')
/** "xyzxyz…" in a thought; "ab" and another thought behind one. */
const REOPENS = { '<think>': 'x', x: 'y', y: 'z', z: 'x', '</think>': 'a', a: 'b', b: '<think>' }
/** As a small Qwen does: another thought after every blank line. */
const REOPENS_AFTER_BLANK = { Ċ: '<think>', '<think>': 'Ċ' }
/** Spells the tag, letter by letter, and thinks on without end. */
const SPELLS = { Ċ: '<', '<': 't', t: 'h', h: 'i', i: 'n', n: 'k', k: '>', '>': 'x', x: 'y', y: 'z', z: 'x' }

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-reopened-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function openChain(next: Readonly<Record<string, string>>, template: string) {
  const path = join(folder, `${Object.keys(next).length}-${template.length}.gguf`)
  writeFileSync(path, chainModel(next, template))
  return (await openDemoEngine({ path, name: 'Chain' })).engine
}

async function piecesOf(
  engine: LocalEngine,
  request: GenerateRequest,
  onPiece: (piece: EnginePiece) => void = () => {},
) {
  const pieces: EnginePiece[] = []
  const answer = await run(engine, request, {
    onPiece(piece) {
      pieces.push(piece)
      onPiece(piece)
    },
  })
  return { ...answer, ends: pieces.filter((piece) => piece.kind === 'thought-ended') }
}

describe('a thought that was cut', () => {
  test.each([1, 5, 40])('by a budget of %i stays closed, and the answer is written once', async (budget) => {
    const engine = await openChain(REOPENS, DEEPSEEK)
    const answer = await piecesOf(engine, question('Hi', 'think', { thoughtBudget: budget }))
    expect(answer).toMatchObject({ thoughtTokens: budget, text: 'ab!', finished: { why: 'complete' } })
    expect(answer.ends).toEqual([{ kind: 'thought-ended', why: 'budget' }])
  })

  test('as a loop, or by "answer now", stays closed too', async () => {
    const engine = await openChain(REOPENS, DEEPSEEK)
    const looped = await piecesOf(engine, question('Hi', 'think'))
    expect(looped).toMatchObject({ text: 'ab!', finished: { why: 'complete' } })
    expect(looped.ends).toEqual([{ kind: 'thought-ended', why: 'loop' }])
    const hurried = await piecesOf(engine, question('Hi', 'think'), (piece) => {
      if (piece.kind === 'thought') void engine.endThought()
    })
    expect(hurried.text).toBe('ab!')
    expect(hurried.ends).toEqual([{ kind: 'thought-ended', why: 'answer-now' }])
  })

  test('that the model had reopened behind an answer keeps that answer', async () => {
    const engine = await openChain(REOPENS, DEEPSEEK)
    const begun = { thought: 'x', thoughtEnded: true, text: '' }
    const answer = await piecesOf(engine, question('Hi', 'think', { begun, thoughtBudget: 9 }))
    expect(answer.text.startsWith('ab')).toBe(true)
    expect(answer.text.match(/ab/g)).toHaveLength(1)
    expect(answer.ends).toEqual([{ kind: 'thought-ended', why: 'budget' }])
    expect(answer.thoughtTokens).toBe(8)
  })

  test.each(['think', 'quick'] as const)(
    'a thought after every blank line comes to an end in %s',
    async (mode) => {
      const engine = await openChain(REOPENS_AFTER_BLANK, QWEN)
      const answer = await piecesOf(engine, question('Hi', mode, { thoughtBudget: 20 }))
      expect(answer.text).not.toBe('')
      expect(answer.finished.why).toBe('complete')
      expect(answer.ends.length).toBeLessThanOrEqual(1)
    },
  )
})

describe('a thought in plain text', () => {
  test.each([1, 7, 50])('is cut by a budget of %i', async (budget) => {
    const engine = await openChain(SPELLS, PLAIN)
    const asked = question('Hi', 'plain', { thoughtBudget: budget, answerLimit: 20 })
    const answer = await piecesOf(engine, asked)
    expect(answer.thoughtTokens).toBeLessThanOrEqual(budget)
    expect(answer.ends).toEqual([{ kind: 'thought-ended', why: 'budget' }])
    expect(answer.text).toMatch(/^xyz/)
    expect(answer.finished.why).toBe('answer-limit')
  })

  test('is reached by "answer now", and by the loop guard', async () => {
    const engine = await openChain(SPELLS, PLAIN)
    const asked = question('Hi', 'plain', { answerLimit: 20 })
    const hurried = await piecesOf(engine, asked, (piece) => {
      if (piece.kind === 'thought') void engine.endThought()
    })
    expect(hurried.ends).toEqual([{ kind: 'thought-ended', why: 'answer-now' }])
    expect((await piecesOf(engine, asked)).ends).toEqual([{ kind: 'thought-ended', why: 'loop' }])
  })
})

test('"answer now" between two answers does nothing to the next', async () => {
  const engine = await openChain(REOPENS, DEEPSEEK)
  const asked = question('Hi', 'think', { thoughtBudget: 5 })
  await piecesOf(engine, asked)
  await engine.endThought()
  expect((await piecesOf(engine, asked)).ends).toEqual([{ kind: 'thought-ended', why: 'budget' }])
})
