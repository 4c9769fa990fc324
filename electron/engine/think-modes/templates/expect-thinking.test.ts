import { expect, test } from 'vitest'
import { CHANNEL_FAMILIES } from './known-families.ts'
import { expectThinking } from './expect-thinking.ts'
import { families } from './fixtures/families.ts'
import { moreFamilies } from './fixtures/more-families.ts'

test.each([...families, ...moreFamilies].filter((_, at) => at % 5 === 0))(
  '$name: what is expected is what opening will find',
  async ({ template, style, efforts = [] }) => {
    expect(await expectThinking(template, 'Some model')).toEqual({
      canThink: style !== 'none',
      style,
      efforts: [...efforts],
    })
  },
)

test.each([
  ['no template', null, false, 'none', []],
  ['an empty one', ' \n', false, 'none', []],
  ['one of channels', CHANNEL_FAMILIES.harmony.marks.join(''), true, 'tail', ['low', 'medium', 'high']],
  ['a known family that cannot be carried out', '{{ messages | conjure }}<seed:think>', true, 'tail', []],
] as const)('%s', async (_what, template, canThink, style, efforts) => {
  expect(await expectThinking(template, 'Some model')).toEqual({ canThink, style, efforts: [...efforts] })
})

test('one that cannot be used is said in its sentence', async () => {
  await expect(expectThinking('{{ messages | conjure }}', 'Some model')).rejects.toMatchObject({
    code: 'template-broken',
    message: /^The chat template of Some model cannot be used/,
  })
})
