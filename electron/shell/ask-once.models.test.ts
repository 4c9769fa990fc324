import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCore, type Core } from '../core/core.ts'
import { askOnce, type AskListener } from './ask-once.ts'
import { forkChild } from './fork-child.ts'
import { demoFolder } from './program-files.ts'

let core: Core
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-ask-once-'))
  core = openCore({
    dataFolder: folder,
    demoFolder,
    spawn: forkChild,
    shell: 'browser',
    version: 'test',
    givenModel: null,
    storeFile: ':memory:',
  })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true })
})

const asked = (question: string) => ({ question, mode: 'think' as const, images: [] })

function recorder() {
  const heard = { thought: '', answer: '' }
  const listener: AskListener = {
    onThought: (text) => void (heard.thought += text),
    onAnswer: (text) => void (heard.answer += text),
    onAnswerWasThought: () => {
      heard.thought += heard.answer
      heard.answer = ''
    },
  }
  return { heard, listener }
}

describe('one question over the real core', () => {
  test('is heard piece by piece exactly as it was stored', async () => {
    const { heard, listener } = recorder()
    const end = await askOnce(core.calls, asked('What is 17+25?'), listener, new AbortController().signal)
    expect(end.kind).toBe('answered')
    if (end.kind !== 'answered') return
    // What is stored may have lost white space at its ends.
    expect(heard.answer.trim()).toBe(end.result.answer.trim())
    expect(heard.thought.trim()).toBe(end.result.thought.trim())
    expect(end.result.mode).toBe('think')
  })

  test('ends as stopped when its signal aborts in the middle of a thought', async () => {
    const stop = new AbortController()
    const { heard, listener } = recorder()
    const stopping: AskListener = {
      ...listener,
      onThought: (text) => {
        listener.onThought(text)
        stop.abort()
      },
    }
    expect(await askOnce(core.calls, asked('What is 13*17?'), stopping, stop.signal)).toEqual({
      kind: 'stopped',
    })
    expect(heard.thought).not.toBe('')
  })
})
