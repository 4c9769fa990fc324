import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomModel, smallestShape } from '../../../models/gguf/random-model.ts'
import type { RandomModelShape } from '../../../models/gguf/random-model.ts'
import { writeSparseModel } from '../../../models/gguf/sparse-model.ts'
import { writeGguf } from '../../../models/gguf/write-gguf.ts'
import type { SwitchStyle } from '../../contract/models.ts'
import type { Mode } from '../../contract/turns.ts'
import { never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'
import { families } from '../think-modes/templates/fixtures/families.ts'
import { moreFamilies } from '../think-modes/templates/fixtures/more-families.ts'
import { tailFor } from '../think-modes/tails.ts'
import { withEffort } from './open-model.ts'
import type { OpenModel } from './open-model.ts'
import { renderPrompt } from './render-prompt.ts'

// Models with random weights and the templates of other families: nonsense answers, real rendering.

const family = (name: string): string => {
  const found = [...families, ...moreFamilies].find((each) => each.name.startsWith(name))
  if (found === undefined) throw new Error(`there is no family ${name}`)
  return found.template
}

const TEMPLATES = {
  qwen: family('Qwen3'),
  glm: family('GLM-4.7'),
  seed: family('Seed-OSS'),
  granite: family('Granite 3.3'),
  apriel: family('Apriel 1.5:'),
  chatml: family('ChatML'),
  // Not carried out: the library knows these families and their channels.
  harmony: '<|start|>{{ messages }}<|channel|>analysis<|message|>',
  gemma: '<|turn>{{ messages }}<|channel>thought',
  muse: '<|start|>{{ messages }}<|message|><|eom|>',
  // Of a known family, and of no use as it stands.
  brokenQwen: '<|im_start|>{{ messages | conjure }}<think></think>',
  brokenDeepseek: '<｜User｜>{{ messages | conjure }}<｜Assistant｜><think>\n</think>',
  brokenSeed: '<seed:bos>{{ messages | conjure }}<seed:think>',
} as const

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-templates-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function openRandom(name: string, changes: Partial<RandomModelShape>) {
  const path = join(folder, `${name}.gguf`)
  writeFileSync(path, randomModel({ ...smallestShape, contextLength: 4096, ...changes }))
  return openDemoEngine({ path, name })
}

describe('the end of the prompt in other families', () => {
  const cases: readonly [keyof typeof TEMPLATES, string, SwitchStyle, Mode, string][] = [
    ['qwen', 'Own template', 'tail', 'think', '<|im_start|>assistant\n<think>\n'],
    ['qwen', 'Own template', 'tail', 'quick', '<|im_start|>assistant\n<think>\n\n</think>\n\n'],
    ['glm', 'Own template', 'tail', 'think', '<|assistant|><think>'],
    ['glm', 'Own template', 'tail', 'quick', '<|assistant|></think>'],
    ['seed', 'Own template', 'tail', 'quick', '<seed:think></seed:think>'],
    ['granite', 'Own template', 'option', 'think', '<|end_of_role|><think>'],
    ['granite', 'Own template', 'option', 'quick', 'assistant<|end_of_role|>'],
    ['apriel', 'Own template', 'always', 'think', '<|assistant|>\nHere are my reasoning steps:\n'],
    ['harmony', 'Harmony', 'tail', 'think', '<|start|>assistant<|channel|>analysis<|message|>'],
    // The final channel is then injected by llama.cpp, which leaves the thought no tokens.
    ['harmony', 'Harmony', 'tail', 'quick', '<|start|>assistant'],
    ['gemma', 'Gemma 4', 'tail', 'think', '<|channel>thought'],
    ['gemma', 'Gemma 4', 'tail', 'quick', '<|channel>thought<channel|>'],
    ['muse', 'Muse', 'tail', 'think', '<|start|>assistant to=self<|message|>'],
    ['muse', 'Muse', 'tail', 'quick', '<|start|>assistant to=user<|message|>'],
    ['brokenQwen', 'Qwen', 'tail', 'think', '<|im_start|>assistant\n<think>\n'],
    ['brokenQwen', 'Qwen', 'tail', 'quick', '<|im_start|>assistant\n<think>\n\n</think>\n\n'],
    ['brokenDeepseek', 'DeepSeek', 'tail', 'think', '<｜Assistant｜><think>'],
    ['brokenDeepseek', 'DeepSeek', 'tail', 'quick', '<｜Assistant｜><think></think>'],
    ['brokenSeed', 'Seed', 'tail', 'think', '<seed:think>'],
    ['brokenSeed', 'Seed', 'tail', 'quick', '<seed:think></seed:think>'],
  ]

  test.each(cases)(
    '%s is written by: %s, style %s; %s ends with %j',
    async (name, wrapper, style, mode, end) => {
      // A llama architecture on purpose: fine-tunes come under other names than the family whose template they use.
      const { model } = await openRandom(name, { architecture: 'llama', chatTemplate: TEMPLATES[name] })
      expect(model.described.thinking).toMatchObject({ wrapper, style, canThink: true })
      const prompt = renderPrompt(model, [{ role: 'user', text: 'Hi' }], tailFor(mode, null, model.style))
      const text = model.model.detokenize(prompt, true)
      expect(text.slice(-end.length)).toBe(end)
      await model.close()
    },
  )

  test.each(Object.keys(TEMPLATES).filter((name) => name !== 'chatml'))(
    '%s answers in quick without a thought',
    async (name) => {
      // The names come from the table itself.
      const chatTemplate = TEMPLATES[name as keyof typeof TEMPLATES]
      const { engine } = await openRandom(`quick-${name}`, { architecture: 'llama', chatTemplate })
      const answer = await run(engine, question('Hi', 'quick', { answerLimit: 12 }))
      expect(answer.thought).toBe('')
      expect(answer.text).not.toBe('')
    },
  )

  test('efforts are told as the family has them', async () => {
    const { model: harmony } = await openRandom('harmony', { chatTemplate: TEMPLATES.harmony })
    expect(harmony.described.thinking.efforts).toEqual(['low', 'medium', 'high'])
    const { model: printed } = await openRandom('effort', { chatTemplate: family('a model that prints') })
    expect(printed.described.thinking.efforts).toEqual(['low', 'medium', 'high'])
    const { model: lowest } = await openRandom('lowest', { chatTemplate: family('a model whose lowest') })
    expect(lowest.described.thinking.efforts).toEqual(['low', 'high'])
  })

  test.each([
    ['harmony', TEMPLATES.harmony, 'low', /Reasoning: low/],
    ['harmony', TEMPLATES.harmony, 'high', /Reasoning: high/],
    ['printed', family('a model that prints'), 'high', /^<\|begin\|>system\n\nEffort: high<\|end\|>/],
    ['lowest', family('a model whose lowest'), 'low', /<think>\nBriefly: $/],
    ['muse', TEMPLATES.muse, 'xhigh', /xhigh/],
  ] as const)('%s is told effort by its prompt: %3$s', async (name, chatTemplate, effort, told) => {
    const { engine, model } = await openRandom(`effort-${name}`, { chatTemplate })
    const textOf = (asked: OpenModel): string =>
      model.model.detokenize(
        renderPrompt(asked, [{ role: 'user', text: 'Hi' }], tailFor('think', null, asked.style)),
        true,
      )
    expect(textOf(withEffort(model, effort))).toMatch(told)
    for (const without of [null, 'unheard of']) expect(textOf(withEffort(model, without))).not.toMatch(told)

    // What was read for a decision, or ahead, is not read again with the same effort.
    await engine.decideThinking([{ role: 'user', text: 'Hi' }], never, effort)
    const changes = { effort, answerLimit: 1, thoughtBudget: 1 }
    const first = await run(engine, question('Hi', 'think', changes))
    const again = await run(engine, question('Hi', 'think', changes))
    expect(model.model.detokenize(model.sequence.contextTokens, true)).toMatch(
      new RegExp(told.source.replace('$', '')),
    )
    expect(first.finished.promptTokens).toBe(again.finished.promptTokens)
    expect(again.finished.promptTokens - again.finished.reusedTokens).toBeLessThanOrEqual(2)
    await model.close()
  })

  test('a template without a thought gives a plain model: no switch, no decision, no tags', async () => {
    const { engine, model } = await openRandom('chatml', { chatTemplate: TEMPLATES.chatml })
    expect(model.described.thinking).toEqual({
      wrapper: 'Own template',
      canThink: false,
      decidesItself: false,
      style: 'none',
      think: 'step-by-step',
      efforts: [],
    })
    for (const mode of ['plain', 'think', 'quick'] as const)
      expect(tailFor(mode, null, model.style)).toEqual([])
    await expect(engine.decideThinking([{ role: 'user', text: 'Hi' }], never)).rejects.toMatchObject({
      code: 'cannot-think',
    })
    const answer = await run(engine, question('Hi', 'plain', { answerLimit: 20 }))
    expect(answer).toMatchObject({ thought: '', finished: { why: 'answer-limit' } })
  })

  test('a thought that no template names is found where the model itself opens one', async () => {
    // The row of <think> is loud: where random weights like it at all, it is certain. Seeds 2 and 3 differ in that.
    const unnamed = { chatTemplate: TEMPLATES.chatml, loud: '<think>' }
    const { engine, model } = await openRandom('unnamed', { ...unnamed, seed: 2 })
    expect(model.described.thinking).toMatchObject({ canThink: true, style: 'always', think: 'thought' })
    const end = (mode: Mode): string => {
      const prompt = renderPrompt(model, [{ role: 'user', text: 'Hi' }], tailFor(mode, null, model.style))
      return model.model.detokenize(prompt, true).split('Hi<|im_end|>\n')[1] ?? ''
    }
    expect(end('think')).toBe('<|im_start|>assistant\n<think>\n')
    expect(end('quick')).toBe('<|im_start|>assistant\n<think>\n\n</think>\n\n')
    const thought = await run(engine, question('Hi', 'think', { answerLimit: 4, thoughtBudget: 4 }))
    expect(thought.thoughtEnd).not.toBeNull()
    const { model: plain } = await openRandom('only-words', { ...unnamed, seed: 3 })
    expect(plain.described.thinking).toMatchObject({ canThink: false, style: 'none' })
  })

  test('step by step is asked for by a system text, and the answer is one answer', async () => {
    const { engine, model } = await openRandom('steps', { chatTemplate: TEMPLATES.chatml })
    const asked = [{ role: 'user', text: 'Hi' }] as const
    const counted = await engine.countTokens(asked)
    const plain = await run(engine, question(asked, 'plain', { answerLimit: 5 }))
    const steps = await run(engine, question(asked, 'think', { answerLimit: 5 }))
    expect(plain.finished.promptTokens).toBe(counted)
    expect(steps).toMatchObject({ thought: '', thoughtEnd: null })
    expect(model.model.detokenize(model.sequence.contextTokens, true)).toMatch(
      /^<\|im_start\|>system\nWork step by step.*<\|im_end\|>\n<\|im_start\|>user\nHi/,
    )
    // Read ahead in the same way, since the next question is likely asked in it.
    await engine.prepare([...asked, { role: 'assistant', thought: '', text: steps.text }], never)
    const next = [...asked, { role: 'assistant', thought: '', text: steps.text }, ...asked] as const
    const again = await run(engine, question(next, 'think', { answerLimit: 1 }))
    expect(again.finished.promptTokens - again.finished.reusedTokens).toBeLessThan(60)
  })

  test('no template at all is a plain model too', async () => {
    const { model } = await openRandom('none', { chatTemplate: null })
    expect(model.described).toMatchObject({ template: 'none', thinking: { canThink: false, style: 'none' } })
  })
})

describe('a model that was not taught to decide', () => {
  test('is asked yes or no on its own weights', async () => {
    const { engine, model } = await openRandom('undecided', { chatTemplate: TEMPLATES.qwen })
    expect(model.described.thinking.decidesItself).toBe(false)
    const decision = await engine.decideThinking([{ role: 'user', text: 'x'.repeat(5000) }], never)
    expect(decision.by).toBe('yes-no')
    expect(decision.pThink).toBeGreaterThanOrEqual(0)
    expect(decision.pThink).toBeLessThanOrEqual(1)
  })

  test('and repeats itself without end is stopped by the loop guard, and an answer follows', async () => {
    const { engine } = await openRandom('looping', { chatTemplate: TEMPLATES.qwen })
    const answer = await run(engine, question('Hi', 'think', { answerLimit: 10 }))
    expect(answer.thoughtEnd).toBe('loop')
    expect(answer.thoughtTokens).toBeLessThan(3000)
    expect(answer.text).not.toBe('')
  })

  test('a thought without a budget still leaves room for the answer', async () => {
    const { engine, model } = await openRandom('roomless', {
      contextLength: 512,
      chatTemplate: TEMPLATES.qwen,
    })
    const asked = question('Hi', 'think', { temperature: 2, answerLimit: 50 })
    const answer = await run(engine, asked)
    expect(['budget', 'model']).toContain(answer.thoughtEnd)
    expect(model.sequence.nextTokenIndex).toBeLessThan(512)
    expect(['answer-limit', 'complete']).toContain(answer.finished.why)
  })
})

describe('models that cannot be opened here', () => {
  test('the image half of a model is named as such', async () => {
    const path = join(folder, 'half.gguf')
    const settings = new Map([
      ['general.architecture', { kind: 'string', value: 'clip' } as const],
      ['general.type', { kind: 'string', value: 'mmproj' } as const],
    ])
    const data = new Uint8Array(128)
    writeFileSync(path, writeGguf(settings, [{ name: 'v.patch', dimensions: [32], type: 'F32', data }]))
    await expect(openDemoEngine({ path, name: 'Half' })).rejects.toMatchObject({ code: 'image-half' })
  })

  test('a context that does not fit into memory says what is free and what to do', async () => {
    const contextLength = 10_000_000
    const contextSize = contextLength
    const path = join(folder, 'huge.gguf')
    writeFileSync(path, randomModel({ ...smallestShape, contextLength }))
    await expect(openDemoEngine({ path, name: 'Huge', contextSize })).rejects.toMatchObject({
      code: 'out-of-memory',
      message: expect.stringMatching(/10,000,000 tokens it needs about \d+\.\d GB, and .* are free/),
      remedy: expect.stringMatching(/A context of [\d,]+ tokens would fit/),
    })
  })

  // Elsewhere a file of this size would really be written.
  test.skipIf(process.platform === 'win32')(
    'a model larger than memory is refused before it is read',
    async () => {
      const path = join(folder, 'larger-than-memory.gguf')
      const layers = Math.ceil((2 * totalmem()) / (4 * 4096 * 4096 * 4)) // of four matrices, in 32 bits
      const size = { width: 4096, heads: 32, kvHeads: 32, headWidth: 128, hidden: 4096 }
      writeSparseModel(path, {
        ...size,
        architecture: 'llama',
        vocabulary: 300,
        layers: Math.min(512, layers),
        contextLength: 4096,
        type: 'F32',
      })
      const start = performance.now()
      await expect(openDemoEngine({ path, name: 'Larger', contextSize: null })).rejects.toMatchObject({
        code: 'out-of-memory',
        remedy: expect.stringContaining('smaller'),
      })
      expect(performance.now() - start).toBeLessThan(5000)
    },
  )
})
