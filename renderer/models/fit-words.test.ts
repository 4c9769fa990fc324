import { expect, test } from 'vitest'
import type { Fit, ModelFacts } from '../../electron/contract/model-facts.ts'
import { contextsToOffer, factsBefore, fitWords } from './fit-words.ts'

const fits: Fit = { kind: 'fits', needBytes: 1e9, haveBytes: 8e9, largestContext: 32_768 }
const facts: ModelFacts = {
  modelId: 'a',
  title: null,
  architecture: 'qwen3',
  quantisation: 'Q4_K_M',
  parameters: 4_020_000_000,
  sizeBytes: 2_500_000_000,
  trainedContext: 40_960,
  licence: null,
  hasTemplate: true,
  thinking: { canThink: true, style: 'tail', efforts: [], decidesItself: null },
  templateProblem: null,
  chosenContext: null,
  contextSize: 8192,
  fits: { f16: fits, q8_0: fits, q4_0: fits },
  sight: { choices: [], isByHand: false, needBytes: null },
}

test.each([
  ['plenty of room', {}, 'fits'],
  ['hardly any room left', { kind: 'tight' }, 'only just fits'],
  [
    'a shorter context that would',
    { kind: 'too-big', largestContext: 4096 },
    'does not fit; 4,096 tokens would',
  ],
  ['no context that would', { kind: 'too-big', largestContext: null }, 'does not fit'],
] as const)('%s', (_what, change, words) => {
  expect(fitWords({ ...fits, ...change })).toBe(words)
})

test.each([
  [
    'they double up to what it was trained for',
    40_960,
    8192,
    [1024, 2048, 4096, 8192, 16_384, 32_768, 40_960],
  ],
  ['the one that was chosen is among them', 4096, 3000, [1024, 2048, 3000, 4096]],
  ['a tiny model has one', 512, 512, [512]],
  ['where nothing is stated they end at the present one', null, 8192, [1024, 2048, 4096, 8192]],
] as const)('contexts: %s', (_what, trained, present, sizes) => {
  expect(contextsToOffer(trained, present)).toEqual(sizes)
})

test('what a file does not say is not made up', () => {
  expect(factsBefore(facts).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Architecture: qwen3',
    'Parameters: 4B',
    'Quantisation: Q4_K_M',
    'Size: 2.5 GB',
    'Trained for: 40,960 tokens',
    'Thinking: thinks or answers at once, as you ask',
    'Template: its own',
    'Licence: not stated',
  ])
})

const thinks: NonNullable<ModelFacts['thinking']> = {
  canThink: true,
  style: 'tail',
  efforts: [],
  decidesItself: null,
}
const expected: readonly (readonly [string, ModelFacts['thinking'], string])[] = [
  [
    'none',
    { ...thinks, canThink: false, style: 'none' },
    'has no thoughts of its own: plain answers, or step by step',
  ],
  [
    'always, with efforts',
    { ...thinks, style: 'always', efforts: ['low', 'high'] },
    'always thinks: its template cannot switch that off, Quick only closes the thought by force; efforts: low, high',
  ],
  [
    'seen to decide by itself',
    { ...thinks, decidesItself: true },
    'decides when to think; thinks or answers at once, as you ask',
  ],
  ['a template of no use', null, 'The chat template of A does not come to an end, so it was cut off.'],
]
test.each(expected)('thinking, before it is opened: %s', (_what, thinking, words) => {
  const templateProblem =
    thinking === null
      ? {
          code: 'template-endless',
          message: 'The chat template of A does not come to an end, so it was cut off.',
          remedy: 'Choose.',
        }
      : null
  const found = factsBefore({ ...facts, thinking, templateProblem }).find(({ name }) => name === 'Thinking')
  expect(found?.value).toBe(words)
})
