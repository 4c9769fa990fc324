import { expect, test } from 'vitest'
import type { VisionPrompt } from '../vision/vision-engine.ts'
import { commonBeginning } from './next-beginning.ts'

const image = (path: string) => ({ kind: 'image', path }) as const
const words = (text: string) => ({ kind: 'text', text }) as const

test.each<readonly [string, VisionPrompt, VisionPrompt, VisionPrompt]>([
  [
    'ends where the words differ',
    [image('a'), words('Why? A')],
    [image('a'), words('Why? 1')],
    [image('a'), words('Why? ')],
  ],
  ['ends before another image', [words('Q'), image('a')], [words('Q'), image('b')], [words('Q')]],
  ['ends where one ends', [words('Q'), image('a'), words('A')], [words('Q')], [words('Q')]],
  ['cuts no character in two', [words('a😀')], [words('a😁')], [words('a')]],
])('%s', (_, one, other, common) => {
  expect(commonBeginning(one, other)).toEqual(common)
})
