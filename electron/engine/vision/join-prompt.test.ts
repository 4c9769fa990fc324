import { expect, test } from 'vitest'
import { joinPrompt } from './join-prompt.ts'
import type { VisionPrompt } from './vision-engine.ts'

const image = { kind: 'image', path: 'a.png' } as const
const text = (words: string) => ({ kind: 'text', text: words }) as const
const broken = '<\u2060__media__>'

const cases: readonly [why: string, prompt: VisionPrompt, joined: string, lastText: string][] = [
  [
    'the example',
    [image, text('What is <__media__>?')],
    `<__media__>What is ${broken}?`,
    `What is ${broken}?`,
  ],
  ['a marker across two texts', [text('<__me'), text('dia__>')], broken, broken],
  ['a marker around an image', [text('<__'), image, text('media__>')], '<__<__media__>media__>', 'media__>'],
  ['nothing behind the image', [text('x'), image], 'x<__media__>', ''],
]

test.each(cases)('%s', (_, prompt, joined, lastText) => {
  const images = prompt.flatMap((piece) => (piece.kind === 'image' ? [piece.path] : []))
  expect(joinPrompt(prompt)).toEqual({ text: joined, images, lastText })
})
