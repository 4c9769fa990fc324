import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryFile, temporaryStore } from './fixtures/temporary.ts'
import { openStore } from './store.ts'

describe('the list', () => {
  test('is empty at first', () => {
    expect(temporaryStore().listConversations()).toEqual([])
  })

  test('stands newest first, by the last question or answer', () => {
    const store = temporaryStore()
    const tea = store.createConversation('Tea')
    const rain = store.createConversation('Rain')
    expect(titles(store)).toEqual(['Rain', 'Tea'])
    ask(store, tea.id, null, 'Which tea?')
    expect(titles(store)).toEqual(['Tea', 'Rain'])
    store.renameConversation(rain.id, 'Snow')
    expect(titles(store)).toEqual(['Tea', 'Snow'])
  })

  test('keeps its order when the clock jumps back', () => {
    vi.useFakeTimers({ now: Date.UTC(2030, 0) })
    onTestFinished(() => void vi.useRealTimers())
    const store = temporaryStore()
    store.createConversation('Before')
    vi.setSystemTime(Date.UTC(2020, 0))
    store.createConversation('After')
    expect(titles(store)).toEqual(['After', 'Before'])
  })

  test('is there again after the store is closed and opened', () => {
    const file = temporaryFile()
    const first = openStore(file)
    const made = first.createConversation('Tea')
    first.close()
    const second = openStore(file)
    expect(second.conversation(made.id)).toEqual(made)
    second.close()
  })
})

describe('deleting', () => {
  test('takes a conversation away until it is restored', () => {
    const store = temporaryStore()
    const { id } = store.createConversation('Tea')
    const { id: questionId } = ask(store, id, null, 'Which tea?')
    store.deleteConversation(id)
    expect(store.listConversations()).toEqual([])
    expect(store.conversation(id)).toBeNull()
    expect(() => ask(store, id, null, 'Still there?')).toThrow(
      expect.objectContaining({ code: 'conversation-not-found' }),
    )
    store.restoreConversation(id)
    expect(store.conversation(id)?.title).toBe('Tea')
    expect(store.turn(questionId)?.kind).toBe('question')
  })

  test('forgets for good only what is deleted, even where the tree is deep', () => {
    const store = temporaryStore()
    const kept = store.createConversation('Kept')
    const keptQuestion = ask(store, kept.id, null, 'Still here?')
    const gone = store.createConversation('Gone')
    let parentId: string | null = null
    store.transaction(() => {
      for (let pair = 0; pair < 1500; pair++) {
        parentId = answer(store, ask(store, gone.id, parentId, `Question ${pair}`), 'An answer').id
      }
    })
    store.deleteConversation(gone.id)
    store.forgetDeleted()
    expect(() => store.restoreConversation(gone.id)).toThrow(
      expect.objectContaining({ code: 'conversation-not-found' }),
    )
    expect(store.turn(parentId ?? '')).toBeNull()
    expect(store.turn(keptQuestion.id)).toEqual(keptQuestion)
  })

  test('leaves no word of what was forgotten in the files', () => {
    const file = temporaryFile()
    const store = openStore(file)
    const { id } = store.createConversation('Xylophone title')
    answer(store, ask(store, id, null, 'xylophone question'), 'xylophone answer')
    expect(readFileSync(`${file}-wal`).includes('xylophone')).toBe(true)
    store.deleteConversation(id)
    store.forgetDeleted()
    expect(readFileSync(`${file}-wal`).length).toBe(0)
    store.close()
    expect(readFileSync(file, 'latin1').toLowerCase()).not.toContain('xylophone')
  })

  test('says so when the conversation is unknown', () => {
    const store = temporaryStore()
    const notFound = expect.objectContaining({ code: 'conversation-not-found' })
    expect(() => store.deleteConversation('none')).toThrow(notFound)
    expect(() => store.renameConversation('none', 'Title')).toThrow(notFound)
    expect(() => ask(store, 'none', null, 'Hello')).toThrow(notFound)
    expect(() => store.shownPath('none', { beforeId: null, limit: 2 })).toThrow(notFound)
  })
})

function titles(store: ReturnType<typeof temporaryStore>): string[] {
  return store.listConversations().map((conversation) => conversation.title)
}
