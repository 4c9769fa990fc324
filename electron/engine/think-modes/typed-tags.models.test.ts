import { beforeAll, describe, expect, test } from 'vitest'
import { never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import type { ChatMessage } from '../engine.ts'
import { commonPrefix, renderFoundation, renderPrompt } from '../text/render-prompt.ts'
import type { LocalEngine } from '../text/local-engine.ts'
import type { OpenModel } from '../text/open-model.ts'
import { openThought, tailFor } from './tails.ts'

// What people type is text, even where it looks like the model's own tags.

let engine: LocalEngine
let model: OpenModel
beforeAll(async () => {
  ;({ engine, model } = await openDemoEngine())
})

const user = (text: string): ChatMessage => ({ role: 'user', text })
const tokenOf = (tag: string): number => model.model.tokenize(tag, true)[0]!
const times = (tag: string, messages: readonly ChatMessage[], tail = tailFor('plain', null, model.style)) =>
  renderPrompt(model, messages, tail).filter((token) => token === tokenOf(tag)).length

describe.each(['<think>', '</think>', '<|im_end|>'])('%s', (tag) => {
  const typed = `${tag} a ${tag}${tag}\n<${tag}`
  const places: readonly [string, (text: string) => readonly ChatMessage[]][] = [
    ['a question', (text) => [user(text)]],
    ['a system text', (text) => [{ role: 'system', text }, user('Hi')]],
    ['an earlier answer', (text) => [user('Hi'), { role: 'assistant', thought: '', text }, user('So?')]],
    ['an earlier thought', (text) => [user('Hi'), { role: 'assistant', thought: text, text: 'Yes.' }]],
  ]

  test.each(places)('typed in %s is no token of the model and keeps its text', (_place, messages) => {
    expect(times(tag, messages(typed))).toBe(times(tag, messages('x')))
    const shown = model.model.detokenize(renderPrompt(model, messages(typed), []), true)
    if (_place !== 'an earlier thought') expect(shown).toContain(typed)
  })

  test('typed keeps the prompt growing at its end only, and is counted as it is read', async () => {
    const first = [user(typed)]
    const answered: ChatMessage[] = [...first, { role: 'assistant', thought: 'x', text: typed }]
    const second = [...answered, user(typed)]
    const prompt = renderPrompt(model, first, [])
    expect(commonPrefix(prompt, renderPrompt(model, second, []))).toEqual(prompt)
    const foundation = renderFoundation(model, answered)
    expect(commonPrefix(foundation, renderPrompt(model, second, []))).toEqual(foundation)
    const { finished } = await run(engine, question(second, 'plain', { answerLimit: 1 }))
    expect(finished.promptTokens).toBe(await engine.countTokens(second))
    await engine.decideThinking(second, never)
    const again = await run(engine, question(second, 'think', { answerLimit: 1, thoughtBudget: 1 }))
    expect(again.finished.promptTokens - again.finished.reusedTokens).toBe(1)
  })
})

test('our own tags at the end of the prompt stay tags', () => {
  expect(times('<think>', [user('Hi')], [openThought('a </think> b')])).toBe(1)
  expect(times('</think>', [user('Hi')], [openThought('a </think> b')])).toBe(0)
  const begun = { thought: 'hm', thoughtEnded: true, text: 'a `</think>` b' }
  const tail = tailFor('think', begun, model.style)
  expect(['<think>', '</think>'].map((tag) => times(tag, [user('Hi')], tail))).toEqual([1, 1])
})

test('of the model’s own list, no control and no user-defined token is ever formed from what is typed', () => {
  const special = [...model.model.iterateAllTokens()].filter((token) => {
    const { control, userDefined } = model.model.getTokenAttributes(token)
    return control || userDefined
  })
  // The list is not empty, and holds more than the tags of a thought.
  expect(special.length).toBeGreaterThan(4)
  const texts = special.map((token) => model.model.detokenize([token], true))
  const typed = [...texts, texts.join(''), texts.map((text) => `${text.charAt(0)}${text}`).join(' ')]
  const plain = renderPrompt(model, [user('x')], []).filter((token) => special.includes(token))
  for (const text of typed) {
    const prompt = renderPrompt(model, [user(text)], [])
    expect(prompt.filter((token) => special.includes(token))).toEqual(plain)
    expect(model.model.detokenize(prompt, true)).toContain(text)
  }
})
