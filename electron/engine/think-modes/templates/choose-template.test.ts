import { describe, expect, test } from 'vitest'
import { builtInTemplateSchema } from '../../../contract/models.ts'
import { builtInTemplates } from './built-in-templates.ts'
import { chooseTemplate, shownTemplate } from './choose-template.ts'
import { readTemplate } from './read-template.ts'

describe('the template a model is opened with', () => {
  test.each([
    ['its own', '{{ a }}', undefined, { from: 'own', text: '{{ a }}' }],
    ['none, when the file has none', undefined, undefined, { from: 'none', text: null }],
    ['none, when the file has an empty one', ' \n', undefined, { from: 'none', text: null }],
    ['none, when the file has something else there', ['a'], undefined, { from: 'none', text: null }],
    [
      'one that comes with Ponder',
      '{{ a }}',
      { kind: 'built-in', name: 'gemma' },
      { from: 'gemma', text: builtInTemplates.gemma },
    ],
    ['a given one', '{{ a }}', { kind: 'text', text: '{{ b }}' }, { from: 'given', text: '{{ b }}' }],
  ] as const)('is %s', (_what, own, choice, chosen) => {
    expect(chooseTemplate(own, choice)).toEqual(chosen)
  })

  test('is shown to a bounded length, with its whole length beside it', () => {
    const shown = shownTemplate({ from: 'own', text: 'a'.repeat(300_000) })
    expect([shown.text.length, shown.length]).toEqual([100_000, 300_000])
    expect(shownTemplate({ from: 'none', text: null })).toEqual({ from: 'none', text: '', length: 0 })
  })
})

test.each(builtInTemplateSchema.options)(
  'the built-in template %s is understood and opens no thought',
  async (name) => {
    const result = await readTemplate(builtInTemplates[name], { bos: '<s>', eos: '</s>' })
    expect(result).toMatchObject({ kind: 'read', reading: { style: 'none', thought: null } })
  },
)
