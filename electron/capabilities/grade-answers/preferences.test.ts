import { describe, expect, test } from 'vitest'
import { preferenceLine, preferencesOf, type Judged } from './preferences.ts'

const answer = (text: string, change: Partial<Judged> = {}): Judged => ({
  text,
  thumb: null,
  score: null,
  ...change,
})

describe('what is better than what', () => {
  test('by the person first, then by the judge (the worked example)', () => {
    const answers = [answer('a', { thumb: 'up' }), answer('b', { thumb: 'down' }), answer('c')]
    expect(
      preferencesOf(answers, [
        { better: 2, worse: 1 },
        { better: 1, worse: 0 },
      ]),
    ).toEqual([
      { chosen: 'a', rejected: 'b', by: 'person' },
      { chosen: 'c', rejected: 'b', by: 'judge' },
    ])
  })

  test.each([
    ['grades a point apart', [answer('a', { score: 4 }), answer('b', { score: 2.9 })], 1],
    ['grades close to each other', [answer('a', { score: 4 }), answer('b', { score: 3.5 })], 0],
    ['an unsure grade', [answer('a', { score: 4 }), answer('b')], 0],
    ['the same words', [answer('a.', { thumb: 'up' }), answer('A', { thumb: 'down' })], 0],
    ['two thumbs up', [answer('a', { thumb: 'up' }), answer('b', { thumb: 'up' })], 0],
    [
      'a grade against a thumb down',
      [answer('a', { score: 4, thumb: 'down' }), answer('b', { score: 1 })],
      0,
    ],
    ['a grade against a thumb up', [answer('a', { score: 4 }), answer('b', { score: 1, thumb: 'up' })], 0],
    [
      'a grade that goes with a thumb',
      [answer('a', { score: 4 }), answer('b', { score: 1, thumb: 'down' })],
      1,
    ],
    ['an empty answer', [answer('', { thumb: 'down' }), answer('b', { thumb: 'up' })], 0],
  ] as const)('%s', (_reason, answers, count) => {
    expect(preferencesOf(answers, [])).toHaveLength(count)
  })

  test('the last comparison counts, and counts before grades', () => {
    const answers = [answer('a', { score: 5 }), answer('b', { score: 1 })]
    const compared = [
      { better: 0, worse: 1 },
      { better: 1, worse: 0 },
    ]
    expect(preferencesOf(answers, compared)).toEqual([{ chosen: 'b', rejected: 'a', by: 'judge' }])
  })
})

describe('a line', () => {
  const messages = [{ role: 'user', text: '2 + 2?' }] as const
  const preference = { chosen: '4', rejected: '5', by: 'person' } as const

  test.each([
    [
      'chosen-rejected',
      {
        prompt: [{ role: 'user', content: '2 + 2?' }],
        chosen: [{ role: 'assistant', content: '4' }],
        rejected: [{ role: 'assistant', content: '5' }],
        by: 'person',
      },
    ],
    [
      'sharegpt',
      {
        conversations: [{ from: 'human', value: '2 + 2?' }],
        chosen: { from: 'gpt', value: '4' },
        rejected: { from: 'gpt', value: '5' },
        by: 'person',
      },
    ],
    ['reward-model', { input: '2 + 2?', output_1: '4', output_2: '5', label: 1, by: 'person' }],
  ] as const)('in the shape %s', (shape, expected) => {
    const line = preferenceLine(messages, preference, shape, 0)
    expect(JSON.parse(line)).toEqual(expected)
    expect(line).not.toContain('\n')
  })

  test('of the reward model has the better answer in both places, in turn', () => {
    const line = preferenceLine(messages, preference, 'reward-model', 1)
    expect(JSON.parse(line)).toMatchObject({ output_1: '5', output_2: '4', label: 2 })
  })
})
