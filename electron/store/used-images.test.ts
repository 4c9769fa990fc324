import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Part } from '../contract/turns.ts'
import { ask } from './fixtures/talk.ts'
import { temporaryStore } from './fixtures/temporary.ts'
import { openDatabase } from './open-database.ts'
import type { Store } from './store.ts'
import { USED_IMAGES } from './used-images.ts'

const id = (letter: string) => letter.repeat(64)
const image = (letter: string): Part => ({
  kind: 'image',
  image: { id: id(letter), width: 4, height: 3, bytes: 90, format: 'png', name: 'It', alt: '' },
})

function askAbout(store: Store, conversationId: string, ...letters: string[]): void {
  const parts: Part[] = letters.flatMap((letter) => [{ kind: 'text', text: 'What is this?' }, image(letter)])
  const question = store.saveQuestion({ conversationId, parentId: null, parts, modeAsked: 'auto' })
  expect(store.turn(question.id)).toEqual(question)
}

test('images are used by the questions that hold them, those of deleted conversations included', () => {
  const store = temporaryStore()
  const [tea, rain] = [store.createConversation('Tea').id, store.createConversation('Rain').id]
  askAbout(store, tea, 'a', 'b', 'a')
  askAbout(store, rain, 'b', 'c')
  // Somebody may type what a part looks like.
  ask(store, tea, null, JSON.stringify([image('d')]))
  const all = new Set([id('a'), id('b'), id('c')])
  expect(store.usedImages()).toEqual(all)
  expect(store.imagesOfDeleted()).toEqual([])

  store.deleteConversation(tea)
  expect(store.usedImages()).toEqual(all)
  expect(store.imagesOfDeleted()).toEqual([id('a')])
  store.restoreConversation(tea)
  expect(store.imagesOfDeleted()).toEqual([])

  store.deleteConversation(tea)
  store.forgetDeleted()
  expect(store.usedImages()).toEqual(new Set([id('b'), id('c')]))
})

test('are found among very many turns without looking at the others', () => {
  const sqlite = openDatabase(':memory:')
  const plan = z
    .array(z.object({ detail: z.string() }))
    .parse(sqlite.prepare(`EXPLAIN QUERY PLAN ${USED_IMAGES}`).all())
  expect(plan.map(({ detail }) => detail).filter((detail) => /\bturns\b/.test(detail))).toEqual([
    expect.stringContaining('turns_with_images'),
  ])
  sqlite.close()
})
