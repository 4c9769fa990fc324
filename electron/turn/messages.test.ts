import { expect, test } from 'vitest'
import { answerLike } from '../contract/fixtures/answer-like.ts'
import type { Answer, Question, Turn } from '../contract/turns.ts'
import { refuseUnseen, toMessage, toMessages } from './messages.ts'

const asked = (text: string): Question => ({
  kind: 'question',
  id: text,
  conversationId: 'c',
  parentId: null,
  parts: [{ kind: 'text', text }],
  modeAsked: 'auto',
  createdAt: 0,
})
const answered = (text: string, thought = ''): Answer => answerLike({ text, thought })

test('questions and answers become messages, thoughts apart from answers', () => {
  expect(toMessages('', [asked('2 + 2?'), answered('4', '2 and 2')], null)).toEqual([
    { role: 'user', text: '2 + 2?' },
    { role: 'assistant', thought: '2 and 2', text: '4' },
  ])
})

test('a system prompt stands before them, and only when there is one', () => {
  expect(toMessages('Be brief.', [asked('Hi')], null)[0]).toEqual({ role: 'system', text: 'Be brief.' })
})

test('a question whose answer holds nothing is left out with it', () => {
  const path = [asked('lost'), answered(''), asked('again')]
  expect(toMessages('', path, null)).toEqual([{ role: 'user', text: 'again' }])
})

test('the messages of a turn begin with those of the turn before: the prompt only grows at its end', () => {
  const path: Turn[] = [asked('a'), answered('b', 'thought'), asked('c'), answered('d'), asked('e')]
  const earlier = toMessages('Be brief.', path.slice(0, 3), null)
  expect(toMessages('Be brief.', path, null).slice(0, earlier.length)).toEqual(earlier)
})

const cat = {
  id: 'c'.repeat(64),
  width: 1,
  height: 1,
  bytes: 1,
  format: 'png',
  name: 'cat.png',
  alt: '',
} as const
const dog = { ...cat, id: 'd'.repeat(64), name: 'dog "x".png' }
const withImages: Question = {
  ...asked(''),
  parts: [
    { kind: 'text', text: 'Is ' },
    { kind: 'image', image: cat },
    { kind: 'image', image: dog },
    { kind: 'text', text: ' a cat?' },
  ],
}

test('images stay where they stand among the words', () => {
  expect(toMessages('', [withImages], (id) => `${id[0]}.png`)).toEqual([
    {
      role: 'user',
      text: 'Is  a cat?',
      images: [
        { at: 3, path: 'c.png' },
        { at: 3, path: 'd.png' },
      ],
    },
  ])
})

test('a model that cannot see is given the words instead, in the same place, and never nothing', () => {
  const parts = withImages.parts.map((part) =>
    part.kind === 'image' ? { ...part, given: { by: 'ocr' as const, text: ' MIAOW\n' } } : part,
  )
  expect(toMessage(parts, null).text).toBe(
    'Is [Image "cat.png": the text that was found in it]\nMIAOW\n[End of the image]\n' +
      `[Image "dog 'x'.png": the text that was found in it]\nMIAOW\n[End of the image]\n a cat?`,
  )
  expect(() => toMessages('', [withImages], null)).toThrow(
    expect.objectContaining({ code: 'cannot-see-images' }),
  )
  const blind = { name: 'Blind', sight: null }
  expect(() => refuseUnseen([{ parts }], blind)).not.toThrow()
  expect(() => refuseUnseen([withImages], { ...blind, sight: {} })).not.toThrow()
  expect(() => refuseUnseen([asked('?'), withImages], blind)).toThrow('Blind cannot see images.')
})
