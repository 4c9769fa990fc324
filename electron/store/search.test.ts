import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryStore } from './fixtures/temporary.ts'
import type { Store } from './store.ts'

function talks() {
  const store = temporaryStore()
  const tea = store.createConversation('Choosing tea')
  const green = answer(store, ask(store, tea.id, null, 'Which tea is calm?'), 'Green tea, or Café au lait.')
  store.writeAnswer(green.id, { thought: 'Secretly I prefer coffee.' })
  const tower = store.createConversation('東京')
  answer(store, ask(store, tower.id, null, '東京タワーはどこですか 🙂'), '港区にあります。100 % sure_ly.')
  return { store, tea, tower, green }
}

describe('finds', () => {
  test.each([
    ['a word of a question', 'calm', 'Which tea is \uE000calm\uE001?'],
    ['the beginning of the last word', 'gre', '\uE000Green\uE001 tea, or Café au lait.'],
    ['words in any order and case', 'LAIT tea', 'Green \uE000tea\uE001, or Café au \uE000lait\uE001.'],
    ['without accents', 'cafe', 'Green tea, or \uE000Café\uE001 au lait.'],
    ['past punctuation', '"green" & - (tea', '\uE000Green\uE001 \uE000tea\uE001, or Café au lait.'],
  ])('%s', (_, text, snippet) => {
    const { store, tea } = talks()
    expect(store.search(text)).toMatchObject([{ conversation: store.conversation(tea.id), snippet }])
  })

  test.each([
    ['a word inside text without spaces', 'タワー', '東京\uE000タワー\uE001はどこですか 🙂'],
    ['an emoji', '🙂', '東京タワーはどこですか \uE000🙂\uE001'],
    ['signs, taken literally', '%', '港区にあります。100 \uE000%\uE001 sure_ly.'],
    ['nothing where a sign does not stand', '%%', undefined],
  ])('%s', (_, text, snippet) => {
    const { store } = talks()
    expect(store.search(text)[0]?.snippet).toBe(snippet)
  })

  test('a title, with no snippet when only the title matches', () => {
    const { store, tea } = talks()
    expect(store.search('choos')).toEqual([
      { conversation: store.conversation(tea.id), snippet: null, turnId: null },
    ])
    store.renameConversation(tea.id, 'Picking leaves')
    expect(store.search('choos')).toEqual([])
    expect(store.search('leaves')).toHaveLength(1)
  })

  test('the turn a snippet is of, also where another version of it is shown', () => {
    const { store, tea, green } = talks()
    const calm = store.search('calm')[0]?.turnId
    expect(calm).toBe(green.parentId)
    answer(store, ask(store, tea.id, null, 'Something else?'), 'Certainly.')
    expect(store.search('calm')[0]?.turnId).toBe(calm)
    expect(store.search('lait')[0]?.turnId).toBe(green.id)
  })

  test('titles first, then the newest, each conversation once', () => {
    const { store } = talks()
    const older = store.createConversation('One')
    answer(store, ask(store, older.id, null, 'tea?'), 'tea!')
    const newer = store.createConversation('Two')
    answer(store, ask(store, newer.id, null, 'tea?'), 'tea!')
    expect(foundTitles(store, 'tea')).toEqual(['Choosing tea', 'Two', 'One'])
  })

  test('at most fifty', () => {
    const store = temporaryStore()
    for (let n = 0; n < 60; n++) store.createConversation(`Talk ${n}`)
    const found = foundTitles(store, 'talk')
    expect(found).toHaveLength(50)
    expect(found[0]).toBe('Talk 59')
  })
})

describe('does not find', () => {
  test('thoughts', () => {
    const { store } = talks()
    expect(store.search('secretly')).toEqual([])
    expect(store.search('coffee')).toEqual([])
  })

  test('deleted conversations, until they are restored', () => {
    const { store, tea } = talks()
    store.deleteConversation(tea.id)
    expect(store.search('tea')).toEqual([])
    store.restoreConversation(tea.id)
    expect(store.search('tea')).toHaveLength(1)
  })

  test('an answer while it is being written, but its newest text once it ends in any way', () => {
    const { store, green } = talks()
    store.writeAnswer(green.id, { status: 'running', text: 'Oolong' })
    expect(store.search('oolong')).toEqual([])
    store.writeAnswer(green.id, { status: 'stopped' })
    expect(store.search('oolong')).toHaveLength(1)
    expect(store.search('lait')).toEqual([])
    store.writeAnswer(green.id, { status: 'running', text: 'Oolong and Assam' })
    store.markInterrupted()
    expect(store.search('assam')).toHaveLength(1)
  })

  test('the marks of a match that stand in the text itself', () => {
    const { store, green } = talks()
    store.writeAnswer(green.id, { text: '\uE001Oolong\uE000' })
    expect(store.search('oolong')[0]?.snippet).toBe('\uE000Oolong\uE001')
  })
})

test('any input is safe', () => {
  const { store } = talks()
  const pieces = fc.constantFrom(
    '"',
    "'",
    '*',
    'AND',
    'NEAR(',
    'tea',
    '\0',
    '^',
    ':',
    '%',
    '\\',
    '東',
    '🙂',
    ' ',
  )
  const likeQueries = fc.array(pieces, { maxLength: 12 }).map((words) => words.join(''))
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), likeQueries),
      (text) => {
        for (const { snippet } of store.search(text)) expect(snippet).not.toBe('')
      },
    ),
    { seed: 4, numRuns: 2000 },
  )
  for (const text of ['', '   ', '\uD83D', 'a'.repeat(100_000), 'a '.repeat(100_000)]) store.search(text)
})

test('any text that was asked is found again by its own first word', () => {
  const store = temporaryStore()
  const words = fc.stringMatching(/^[a-zà-ýа-я0-9一-龥]{1,12}$/)
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), fc.nat(), (asked, pick) => {
      const { id } = store.createConversation('')
      ask(store, id, null, asked.join(' '))
      const found = store.search(asked[pick % asked.length] ?? '')
      expect(found[0]?.conversation.id).toBe(id)
    }),
    { seed: 5, numRuns: 200 },
  )
})

function foundTitles(store: Store, text: string): string[] {
  return store.search(text).map(({ conversation }) => conversation.title)
}
