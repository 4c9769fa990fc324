import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import type { TemplateChoice } from '../../contract/models.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { demoRequest, never, question, run } from '../fixtures/demo-engine.ts'
import { openTextEngine } from '../text-engine.ts'
import type { TextEngine } from '../text-engine.ts'

const ENDLESS =
  '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}{{ messages }}'
const CHATML =
  "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"

let folder = ''
let engine: TextEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-hostile-'))
  // A child that is stuck for a second would be killed.
  const limits = { ready: 20_000, pingEvery: 200, silence: 1000 }
  engine = openTextEngine({ spawn: forkChild, probeFolder: null, limits })
  // Starting llama.cpp is no part of what is timed below.
  await open(CHATML)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

async function open(chatTemplate: string | null, template?: TemplateChoice) {
  const path = join(folder, 'model.gguf')
  writeFileSync(path, randomModel({ ...smallestShape, lettersOnly: true, chatTemplate }))
  for await (const piece of engine.load({ ...demoRequest({ path, name: 'Some model' }), template }, never))
    if (piece.kind === 'loaded') return piece.model
  throw new Error('it was not opened')
}

describe('a model whose template is of no use', () => {
  const doubling =
    '{% set n = namespace(v="a") %}{% for i in range(22) %}{% set n.v = n.v ~ n.v %}{% endfor %}'
  test.each([
    ['runs without end', ENDLESS, 'template-endless', /does not come to an end/],
    ['writes megabytes', `${doubling}{{ n.v }}`, 'template-too-large', /far more than a prompt/],
    ['throws', "{{ raise_exception('pay first') }}", 'template-broken', /"pay first"/],
    ['uses an unknown filter', '{{ messages | conjure }}', 'template-broken', /conjure/],
    ['is no template', '{% for', 'template-broken', /cannot be used/],
    [
      'hides what was said',
      'Answer: {{ messages | length }}',
      'template-hides-text',
      /leaves out or repeats/,
    ],
  ])('because it %s is refused in words, and the child lives', async (_why, template, code, message) => {
    await expect(open(template)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringContaining('another template'),
    })
    expect((await open(CHATML)).template).toBe('own')
    const answer = await run(engine, question('Hi', 'plain', { answerLimit: 5 }))
    expect(answer.text).toMatch(/^[a-z]+$/)
  })

  test.each(['chatml', 'llama3', 'mistral', 'gemma'] as const)('opens with the template %s', async (name) => {
    const model = await open(ENDLESS, { kind: 'built-in', name })
    expect(model).toMatchObject({ template: name, thinking: { wrapper: name, canThink: false } })
    expect((await run(engine, question('Hi', 'plain', { answerLimit: 5 }))).text).toMatch(/^[a-z]+$/)
    expect(await engine.readTemplate()).toMatchObject({
      from: name,
      text: expect.stringContaining('messages'),
    })
  })

  test('opens with a template that is given, which is held to the same rules', async () => {
    const text = CHATML.replace("assistant\\n' }}", "assistant\\n<think>' }}")
    expect(await open(ENDLESS, { kind: 'text', text })).toMatchObject({
      template: 'given',
      thinking: { canThink: true, style: 'always' },
    })
    expect(await engine.readTemplate()).toEqual({ from: 'given', text, length: text.length })
    await expect(open(CHATML, { kind: 'text', text: ENDLESS })).rejects.toMatchObject({
      code: 'template-endless',
    })
  })
})

test('a model’s own template can be read, a long one as far as anybody reads', async () => {
  await open(CHATML)
  expect(await engine.readTemplate()).toEqual({ from: 'own', text: CHATML, length: CHATML.length })
  const long = `${CHATML}{# ${'x'.repeat(200_000)} #}`
  await open(long)
  const shown = await engine.readTemplate()
  expect([shown.text.length, shown.length]).toEqual([100_000, long.length])
  await open(null)
  expect(await engine.readTemplate()).toEqual({ from: 'none', text: '', length: 0 })
})
