import { describe, expect, test } from 'vitest'
import type { ChatHistoryItem } from 'node-llama-cpp'
import { families } from './fixtures/families.ts'
import type { Family } from './fixtures/family.ts'
import { moreFamilies } from './fixtures/more-families.ts'
import { readTemplate } from './read-template.ts'
import { templateProblem } from './template-problem.ts'
import { TemplateWrapper } from './template-wrapper.ts'
import type { TemplateReading } from './understand-template.ts'

const specials = { bos: '<s>', eos: '</s>' }

async function reading(template: string): Promise<TemplateReading> {
  const result = await readTemplate(template, specials)
  if (result.kind === 'problem') throw new Error(JSON.stringify(result.problem))
  return result.reading
}

/** The prompt as text; the token that begins it is spelled as in the template. */
function promptOf(read: TemplateReading, family: Family, response: ChatResponse): string {
  const wrapper = new TemplateWrapper({
    name: family.name,
    reading: read,
    bos: specials.bos,
    alwaysBegins: false,
    opensUnseen: false,
    ends: [],
  })
  const chatHistory: ChatHistoryItem[] = [
    { type: 'system', text: 'S' },
    { type: 'user', text: 'Q' },
    { type: 'model', response: [thought('T', true), 'A'] },
    { type: 'user', text: 'N' },
    { type: 'model', response },
  ]
  return wrapper.generateContextState({ chatHistory }).contextText.toString().replace(/^BOS/, specials.bos)
}

type ChatResponse = Extract<ChatHistoryItem, { type: 'model' }>['response']
const thought = (text: string, ended: boolean) =>
  ({ type: 'segment', segmentType: 'thought', text, ended }) as const

describe.each([...families, ...moreFamilies])('$name', (family) => {
  test('is written as the template writes it, to think, to be quick and to go on with a thought', async () => {
    const read = await reading(family.template)
    expect(read.style).toBe(family.style)
    expect(read.efforts.map(({ name }) => name)).toEqual(family.efforts ?? [])
    const quick = promptOf(read, family, ['']) + (read.thought?.quick ?? '')
    expect(quick).toBe((family.quickPrompt ?? family.prompt) + family.quick)
    if (read.thought === null) return expect(promptOf(read, family, [])).toBe(family.prompt)
    const open = family.prompt + family.open
    expect(promptOf(read, family, [thought('', false)])).toBe(open)
    expect(promptOf(read, family, [thought('a b', false)])).toBe(`${open}a b`)
    const cut = promptOf(read, family, [thought('a b', true), 'So'])
    expect(cut).toBe(`${open}a b${read.thought.close}${read.thought.separator}So`)
    expect(cut).toContain(read.thought.marks.close)
  })

  test('never has its thoughts switched off in silence: a prompt to think ends in an open one', async () => {
    const { thought: texts, think } = await reading(family.template)
    if (texts === null) return
    const end = think.opening + texts.open
    expect(end.lastIndexOf(texts.marks.open)).toBeGreaterThan(end.lastIndexOf(texts.marks.close))
  })
})

test('what a template says of thoughts only where nobody gives a system text is said there', async () => {
  const family = moreFamilies.find(({ name }) => name.startsWith('Granite 3.3 as published'))
  const { think, quick } = await reading(family?.template ?? '')
  expect(think.beforeQuestion).toContain('Think between <think></think>.')
  expect(quick.beforeQuestion).not.toContain('Think')
})

test.each([
  ['prints its tools', '{% if tools %}Tools: {{ tools | tojson }}{% endif %}', true],
  ['goes through them', '{% for t in tools or [] %}{{ t.function.name }}{% endfor %}', true],
  ['knows none', '', false],
  ['speaks of them and shows none', '{% if tools %}You have tools.{% endif %}', false],
  ['refuses them', "{% if tools %}{{ raise_exception('no tools') }}{% endif %}", false],
])('a template that %s', async (_what, before, takesTools) => {
  const template = `${before}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}`
  expect(await readTemplate(template, specials)).toMatchObject({ kind: 'read', takesTools })
})

describe('what a thought and an answer are parted by', () => {
  const partsOf = async (name: string) => {
    const family = [...families, ...moreFamilies].find((each) => each.name.startsWith(name))
    const { thought: texts, endOfAnswer } = await reading(family?.template ?? '')
    return [texts?.close, texts?.separator, endOfAnswer]
  }
  test.each([
    ['Qwen3', ['\n</think>', '\n\n', '<|im_end|>\n']],
    ['GLM-4.5', ['</think>', '\n', '<|user|>\n']],
    ['Hunyuan', ['\n</think>', '\n<answer>\n', '</s>']],
    ['Apriel', ['\n[BEGIN FINAL RESPONSE]', '\n\n', '\n<|end|>\n']],
    ['Seed-OSS', ['</seed:think>', '', '<seed:eos>']],
  ] as const)('%s', async (name, parts) => {
    expect(await partsOf(name)).toEqual(parts)
  })
})

describe('a template that cannot be used', () => {
  test.each([
    ['leaves out what was said', '{% for m in messages %}{{ m.role }}{% endfor %}', 'hides-text'],
    [
      'leaves out the newest question',
      '{% for m in messages[:1] %}{{ m.content }}{% endfor %}',
      'hides-text',
    ],
    ['says everything twice', '{% for m in messages %}{{ m.content + m.content }}{% endfor %}', 'hides-text'],
    [
      'turns the conversation around',
      '{% for m in messages | reverse %}{{ m.content }}{% endfor %}',
      'hides-text',
    ],
    ['writes its own text only', 'Buy this.', 'hides-text'],
    ['refuses every conversation', "{{ raise_exception('no') }}", 'broken'],
    [
      'refuses a follow-up',
      "{{ messages[0].content }}{% if messages | length > 1 %}{{ raise_exception('once') }}{% endif %}",
      'broken',
    ],
    ['uses an unknown filter', '{{ messages[0].content | conjure }}', 'broken'],
    ['is no Jinja', '{{ messages[', 'broken'],
    ['loops', '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}', 'endless'],
  ])('because it %s is refused', async (_why, template, kind) => {
    const result = await readTemplate(template, specials)
    expect(result).toMatchObject({ kind: 'problem', problem: { kind } })
  })

  test('is refused in a sentence with a way out', () => {
    const problem = templateProblem('Some model', { kind: 'broken', why: 'Unknown filter: conjure' })
    expect(problem).toMatchObject({
      code: 'template-broken',
      message: 'The chat template of Some model cannot be used: "Unknown filter: conjure".',
      remedy: expect.stringContaining('another template'),
    })
  })
})
