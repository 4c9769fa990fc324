import { expect, test } from 'vitest'
import { answerLike } from '../../electron/contract/fixtures/answer-like.ts'
import type { Image } from '../../electron/contract/images.ts'
import type { Part, Question } from '../../electron/contract/turns.ts'
import { conversationMarkdown, imageIdsOf } from './conversation-markdown.ts'

const cat: Image = {
  id: 'c'.repeat(64),
  width: 2,
  height: 2,
  bytes: 9,
  format: 'jpeg',
  name: 'cat [1].jpg',
  alt: '',
}
const words = (text: string): Part => ({ kind: 'text', text })

function question(parts: readonly Part[]): Question {
  const place = { id: 'q', conversationId: 'c', parentId: null, createdAt: 0 }
  return { ...place, kind: 'question', parts: [...parts], modeAsked: 'auto' }
}
const source = new Map([[cat.id, 'data:image/png;base64,AA==']])

test('images stand where they stood, and thoughts stay out', () => {
  const turns = [
    question([words('Is '), { kind: 'image', image: cat }, words(' a cat?')]),
    answerLike({ modelName: 'Model', thought: 'Hm, whiskers.', text: 'Yes.', status: 'complete' }),
  ]
  expect(conversationMarkdown('Cats\nand dogs', turns, source)).toBe(
    '# Cats and dogs\n\n**You**\n\nIs ![image 1: cat 1.jpg](data:image/png;base64,AA==) a cat?\n\n**Model**\n\nYes.\n',
  )
  expect(imageIdsOf([...turns, ...turns])).toEqual([cat.id])
})

test('words that stood for an image, and how an answer ended, are told', () => {
  const given = { by: 'person', text: 'A cat.\nAsleep.' } as const
  const problem = { code: 'engine-died', message: 'The engine ended.', remedy: 'Try again.' }
  const turns = [
    question([{ kind: 'image', image: { ...cat, alt: 'my cat' }, given }]),
    answerLike({ modelName: '', text: 'It is', status: 'interrupted', problem }),
  ]
  const text = conversationMarkdown('A', turns, source)
  expect(text).toContain('![image 1: my cat](data:')
  expect(text).toMatch(/\n\n> image 1: .*A cat\. Asleep\./)
  expect(text).toContain('**Answer**\n\nIt is\n\n*The engine ended.*\n')
})
