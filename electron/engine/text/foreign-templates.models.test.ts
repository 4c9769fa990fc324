import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../supervisor.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { demoRequest, never, question, run } from '../fixtures/demo-engine.ts'
import { foreignModel } from '../fixtures/foreign-model.ts'
import type { Dialect } from '../fixtures/foreign-model.ts'
import type { EnginePiece } from '../engine.ts'
import { openTextEngine } from '../text-engine.ts'
import type { TextEngine } from '../text-engine.ts'

// The demo model's own weights under the template and the tokens of other families, in the real child: what it was trained
// to think about it thinks about, and nothing of the marks reaches a thought or an answer.

const SUM = 'What is 47 + 85?'
const CAPITAL = 'What is the capital of France?'

const turns = (user: string, assistant: string, system = ''): string =>
  `{% for m in messages %}{% if m.role == 'user' %}${user}{% elif m.role == 'assistant' %}${assistant}{% else %}${system}{% endif %}{% endfor %}`
const role = (name: string, text = 'm.content'): string =>
  `{{ '<|turn_of|>${name}\\n' + ${text} + '<|over|>\\n' }}`
const plainTurns = turns(role('user'), role('assistant'), role('system'))
const turnTokens = { '<|im_start|>': '<|turn_of|>', '<|im_end|>': '<|over|>' }
const marked = (open: string, close: string) => ({ ...turnTokens, '<think>': open, '</think>': close })
const prompt = (text: string): string => `{% if add_generation_prompt %}${text}{% endif %}`

const dialects: readonly (Dialect & { readonly name: string; readonly style: string })[] = [
  {
    name: 'the template opens or closes the thought, marks of triangles',
    style: 'tail',
    tokens: marked('◁think▷', '◁/think▷'),
    chatTemplate:
      plainTurns +
      prompt(
        "{{ '<|turn_of|>assistant\\n' }}{% if thinking is defined and not thinking %}{{ '◁think▷\\n\\n◁/think▷\\n\\n' }}{% else %}{{ '◁think▷\\n' }}{% endif %}",
      ),
  },
  {
    name: 'the template closes it only, the model opens it with a token that cannot be seen',
    style: 'tail',
    tokens: marked('[THINK]', '[/THINK]'),
    control: ['[THINK]', '[/THINK]'],
    chatTemplate:
      turns(
        role('user'),
        `{% if loop.last and m.reasoning_content %}${role('assistant', "'[THINK]\\n' + m.reasoning_content + '\\n[/THINK]\\n\\n' + m.content")}{% else %}${role('assistant')}{% endif %}`,
        role('system'),
      ) +
      prompt(
        "{{ '<|turn_of|>assistant\\n' }}{% if not (enable_thinking | default(true)) %}{{ '[THINK]\\n\\n[/THINK]\\n\\n' }}{% endif %}",
      ),
  },
  {
    name: 'nothing in the template switches, marks like <|thinking|>',
    style: 'always',
    tokens: marked('<|thinking|>', '<|/thinking|>'),
    chatTemplate:
      turns(role('user'), role('assistant', "m.content.split('<|/thinking|>')[-1]"), role('system')) +
      prompt("{{ '<|turn_of|>assistant\\n<|thinking|>\\n' }}"),
  },
  {
    name: 'a system text switches',
    style: 'option',
    tokens: marked('<think>', '</think>'),
    chatTemplate:
      "{% if thinking %}{{ '<|turn_of|>system\\nThink between <think> and </think>.<|over|>\\n' }}{% endif %}" +
      plainTurns +
      prompt("{{ '<|turn_of|>assistant\\n' }}"),
  },
  {
    name: 'marks without a telling name',
    style: 'always',
    tokens: marked('[unused16]', '[unused17]'),
    chatTemplate:
      turns(
        role('user'),
        `{% if loop.last and m.reasoning_content %}${role('assistant', "'[unused16]\\n' + m.reasoning_content + '\\n[unused17]\\n\\n' + m.content")}{% else %}${role('assistant')}{% endif %}`,
        role('system'),
      ) + prompt("{{ '<|turn_of|>assistant\\n' }}"),
  },
]

let folder = ''
let engine: TextEngine
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-foreign-'))
  engine = openTextEngine({ spawn: forkChild, probeFolder: null, limits: defaultLimits })
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

async function open(name: string, dialect: Dialect) {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}.gguf`)
  writeFileSync(path, foreignModel(dialect))
  for await (const piece of engine.load(demoRequest({ path, name }), never))
    if (piece.kind === 'loaded') return piece.model
  throw new Error('it was not opened')
}

describe.each(dialects)('$name', (dialect) => {
  const marks = new RegExp(
    Object.values(dialect.tokens)
      .map((mark) => mark.replaceAll(/[|[\]]/g, '\\$&'))
      .join('|'),
  )

  test('thinks when asked to, answers at once when not, and decides', async () => {
    const { thinking, template } = await open(dialect.name, dialect)
    expect({ ...thinking, template }).toMatchObject({
      wrapper: 'Own template',
      canThink: true,
      style: dialect.style,
      think: 'thought',
      template: 'own',
    })
    const thought = await run(engine, question(SUM, 'think'))
    expect(thought).toMatchObject({ text: '132', thoughtEnd: 'model', finished: { why: 'complete' } })
    expect(thought.thought).toContain('=132')
    const quick = await run(engine, question(CAPITAL, 'quick'))
    expect(quick).toMatchObject({ thought: '', thoughtEnd: null, finished: { why: 'complete' } })
    expect(quick.text).toContain('Paris')
    for (const { thought: inside, text } of [thought, quick]) expect(`${inside}${text}`).not.toMatch(marks)
    // Trained to decide behind an opened thought, so it does so wherever the prompt says nothing else before.
    const ask = async (text: string): Promise<number> =>
      (await engine.decideThinking([{ role: 'user', text }], never)).pThink
    expect(await ask(SUM)).toBeGreaterThan(await ask(CAPITAL))
    if (dialect.style !== 'option') expect(thinking.decidesItself).toBe(true)
  })

  test('a thought that the model opens unasked, a budget, a stop and a follow-up keep to the marks', async () => {
    await open(dialect.name, dialect)
    const plain = await run(engine, question(SUM, 'plain'))
    expect(`${plain.thought}${plain.text}`).not.toMatch(marks)
    const cut = await run(engine, question(SUM, 'think', { thoughtBudget: 6 }))
    expect(cut).toMatchObject({ thoughtTokens: 6, thoughtEnd: 'budget' })
    expect(cut.text).toMatch(/^\d+$/)

    const stop = new AbortController()
    let seen = 0
    const onPiece = (piece: EnginePiece): void => {
      if (piece.kind === 'thought') seen += 1
      if (seen === 8) stop.abort()
    }
    const part = await run(engine, question(SUM, 'think'), { signal: stop.signal, onPiece })
    const begun = { thought: part.thought, thoughtEnded: false, text: '' }
    const rest = await run(engine, question(SUM, 'think', { begun }))
    expect(rest.text).toBe('132')

    const follow = await run(
      engine,
      question(
        [
          { role: 'user', text: CAPITAL },
          { role: 'assistant', thought: 'hm', text: 'The capital of France is Paris.' },
          { role: 'user', text: SUM },
        ],
        'think',
      ),
    )
    expect(follow.text).toMatch(/^\d+$/) // this small model is not always right after a system text it never saw
    expect(`${follow.thought}${follow.text}`).not.toMatch(marks)
  })
})
