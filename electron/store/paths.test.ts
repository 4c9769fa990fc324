import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Turn } from '../contract/turns.ts'
import { answer, ask } from './fixtures/talk.ts'
import { temporaryStore } from './fixtures/temporary.ts'
import type { Store } from './store.ts'

/**
 *     which ─┬─ green ─── hot?  ─── yes
 *            └─ black                       black = redone
 *     where ─── home                        where = which, edited
 */
function teaTalk() {
  const store = temporaryStore()
  const { id } = store.createConversation('Tea')
  const which = ask(store, id, null, 'Which?')
  const green = answer(store, which, 'Green.')
  const hot = ask(store, id, green.id, 'Hot?')
  const yes = answer(store, hot, 'Yes.')
  const black = answer(store, which, 'Black.')
  const where = ask(store, id, null, 'Where?')
  const home = answer(store, where, 'At home.')
  return { store, id, which, green, hot, yes, black, where, home }
}

describe('the shown path', () => {
  test('is empty in a new conversation', () => {
    const store = temporaryStore()
    const { id } = store.createConversation('Tea')
    expect(store.shownPath(id, { beforeId: null, limit: 10 })).toEqual({ turns: [], hasOlder: false })
  })

  test('ends at the newest turn', () => {
    const { store, id, where, home } = teaTalk()
    expect(shownIds(store, id)).toEqual([where.id, home.id])
  })

  test('names siblings in the order they were made, the shown one included', () => {
    const { store, id, which, green, black, where, hot } = teaTalk()
    store.showBranch(id, green.id)
    const { turns } = store.shownPath(id, { beforeId: null, limit: 10 })
    expect(turns.map(({ siblingIds }) => siblingIds).slice(0, 3)).toEqual([
      [which.id, where.id],
      [green.id, black.id],
      [hot.id],
    ])
  })

  test('does not mix the first questions of two conversations', () => {
    const { store } = teaTalk()
    const { id } = store.createConversation('Rain')
    const rain = ask(store, id, null, 'Will it rain?')
    const { turns } = store.shownPath(id, { beforeId: null, limit: 10 })
    expect(turns.map(({ siblingIds }) => siblingIds)).toEqual([[rain.id]])
  })

  test('comes in pages, oldest first', () => {
    const { store, id, which, green, hot, yes } = teaTalk()
    store.showBranch(id, hot.id)
    const end = store.shownPath(id, { beforeId: null, limit: 3 })
    expect(end.turns.map(({ turn }) => turn.id)).toEqual([green.id, hot.id, yes.id])
    expect(end.hasOlder).toBe(true)
    const older = store.shownPath(id, { beforeId: green.id, limit: 3 })
    expect(older.turns.map(({ turn }) => turn.id)).toEqual([which.id])
    expect(older.hasOlder).toBe(false)
    const oldest = store.shownPath(id, { beforeId: which.id, limit: 3 })
    expect(oldest).toEqual({ turns: [], hasOlder: false })
  })
})

describe('showing a branch', () => {
  test('goes down to the newest leaf below the turn', () => {
    const { store, id, which, green, hot, yes, black } = teaTalk()
    store.showBranch(id, green.id)
    expect(shownIds(store, id)).toEqual([which.id, green.id, hot.id, yes.id])
    store.showBranch(id, which.id)
    expect(shownIds(store, id)).toEqual([which.id, black.id])
  })

  test('does not change the order of the list', () => {
    const { store, id, green } = teaTalk()
    store.createConversation('Rain')
    store.showBranch(id, green.id)
    expect(store.listConversations().map(({ title }) => title)).toEqual(['Rain', 'Tea'])
  })

  test("refuses another conversation's turn", () => {
    const { store, green } = teaTalk()
    const { id } = store.createConversation('Rain')
    expect(() => store.showBranch(id, green.id)).toThrow(expect.objectContaining({ code: 'turn-not-found' }))
  })
})

test('the path to a turn begins at its root and ends with it, whatever is shown', () => {
  const { store, which, green, hot } = teaTalk()
  expect(store.pathTo(hot.id)).toEqual([which, green, hot])
  expect(store.pathTo('none')).toEqual([])
})

test('a conversation of 10,000 turns is read whole and in pages', () => {
  const store = temporaryStore()
  const { id } = store.createConversation('Long')
  const made: Turn[] = []
  store.transaction(() => {
    let parentId: string | null = null
    for (let pair = 0; pair < 5000; pair++) {
      const question = ask(store, id, parentId, `Question ${pair}`)
      const answered = answer(store, question, `Answer ${pair}`)
      made.push(question, answered)
      parentId = answered.id
    }
  })
  const end = store.shownPath(id, { beforeId: null, limit: 100 })
  expect(end.turns.map(({ turn }) => turn)).toEqual(made.slice(-100))
  const middle = store.shownPath(id, { beforeId: made[5000]?.id ?? null, limit: 100 })
  expect(middle.turns.map(({ turn }) => turn)).toEqual(made.slice(4900, 5000))
  expect(middle.hasOlder).toBe(true)
  store.showBranch(id, made[0]?.id ?? '')
  expect(store.pathTo(made.at(-1)?.id ?? '')).toEqual(made)
})

test('agrees with a tree kept in memory, whatever is asked, redone and shown', () => {
  const step = fc.record({ kind: fc.constantFrom('ask', 'redo', 'show'), pick: fc.nat() })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const store = temporaryStore()
      const { id } = store.createConversation('Any')
      const made: Turn[] = []
      let leaf: Turn | undefined
      for (const { kind, pick } of steps) {
        const picked = made[pick % (made.length + 1)]
        if (kind === 'show' && picked) {
          store.showBranch(id, picked.id)
          leaf = made.findLast((turn) => pathIn(made, turn).includes(picked))
        } else {
          leaf =
            picked?.kind === 'question'
              ? answer(store, picked, 'Answer')
              : ask(store, id, picked?.id ?? null, 'Question')
          made.push(leaf)
        }
        expect(shownIds(store, id)).toEqual(pathIn(made, leaf).map((turn) => turn.id))
      }
      const { turns } = store.shownPath(id, { beforeId: null, limit: 100 })
      for (const { turn, siblingIds } of turns) {
        const siblings = made.filter((other) => other.parentId === turn.parentId)
        expect(siblingIds).toEqual(siblings.map((sibling) => sibling.id))
      }
    }),
    { seed: 3, numRuns: 30 },
  )
})

function shownIds(store: Store, conversationId: string): string[] {
  const { turns } = store.shownPath(conversationId, { beforeId: null, limit: 1000 })
  return turns.map(({ turn }) => turn.id)
}

/** The slow clear version. */
function pathIn(made: readonly Turn[], leaf: Turn | undefined): Turn[] {
  if (!leaf) return []
  return [
    ...pathIn(
      made,
      made.find((turn) => turn.id === leaf.parentId),
    ),
    leaf,
  ]
}
