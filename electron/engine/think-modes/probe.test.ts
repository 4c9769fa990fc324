import { expect, test } from 'vitest'
import { EASY_QUESTIONS, HARD_QUESTIONS, decidesItself } from './probe.ts'

const easy = new Set<string>(EASY_QUESTIONS)

async function probe(answers: (question: string) => number): Promise<{ decides: boolean; asked: number }> {
  let asked = 0
  const decides = await decidesItself(async (question) => {
    asked += 1
    return answers(question)
  })
  return { decides, asked }
}

test('a model that thinks about the hard questions only decides by itself', async () => {
  const all = EASY_QUESTIONS.length + HARD_QUESTIONS.length
  expect(await probe((question) => (easy.has(question) ? 0.01 : 0.99))).toEqual({ decides: true, asked: all })
})

test('a model that always thinks is known after one question', async () => {
  expect(await probe(() => 0.98)).toEqual({ decides: false, asked: 1 })
})

test('a model that never thinks by itself is known after the first hard question', async () => {
  expect(await probe(() => 0.02)).toEqual({ decides: false, asked: EASY_QUESTIONS.length + 1 })
})

test('a model that is unsure is not believed', async () => {
  expect((await probe((question) => (easy.has(question) ? 0.25 : 0.6))).decides).toBe(false)
})
