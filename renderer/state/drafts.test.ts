import { describe, expect, test } from 'vitest'
import type { Part } from '../../electron/contract/turns.ts'
import {
  addToDraft,
  editDraft,
  NEW_CHAT_DRAFT,
  readDraft,
  readMissed,
  writeDraft,
  writeMissed,
} from './drafts.ts'

function storage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > 1000) throw new DOMException('full', 'QuotaExceededError')
      values.set(key, value)
    },
    removeItem: (key: string) => void values.delete(key),
    size: () => values.size,
  }
}

const text = (words: string): Part => ({ kind: 'text', text: words })
const picture: Part = {
  kind: 'image',
  image: { id: 'a'.repeat(64), width: 4, height: 3, bytes: 9, format: 'png', name: 'cat.png', alt: 'a cat' },
}

describe('drafts', () => {
  test('are kept apart per conversation, for the new chat and for a question being changed', () => {
    const kept = storage()
    writeDraft(kept, NEW_CHAT_DRAFT, [text('new words')])
    writeDraft(kept, 'c1', [text('other words')])
    writeDraft(kept, editDraft('q1'), [text('changed words')])
    const names = [NEW_CHAT_DRAFT, 'c1', editDraft('q1'), 'c2']
    expect(names.map((name) => readDraft(kept, name))).toEqual([
      [text('new words')],
      [text('other words')],
      [text('changed words')],
      null,
    ])
  })

  test('stay when another message is moved to them, and stay whole when there is no room', () => {
    const kept = storage()
    expect(addToDraft(kept, NEW_CHAT_DRAFT, [text('moved')])).toBe(true)
    expect(readDraft(kept, NEW_CHAT_DRAFT)).toEqual([text('moved')])
    expect(addToDraft(kept, NEW_CHAT_DRAFT, [picture])).toBe(true)
    const both = [text('moved'), text('\n\n'), picture]
    expect(readDraft(kept, NEW_CHAT_DRAFT)).toEqual(both)
    expect(addToDraft(kept, NEW_CHAT_DRAFT, [text('x'.repeat(2000))])).toBe(false)
    expect(addToDraft(kept, NEW_CHAT_DRAFT, [])).toBe(true)
    expect(readDraft(kept, NEW_CHAT_DRAFT)).toEqual(both)
  })

  test('keep images where they stand', () => {
    const kept = storage()
    writeDraft(kept, 'c1', [text('in '), picture, text(', what?')])
    expect(readDraft(kept, 'c1')).toEqual([text('in '), picture, text(', what?')])
  })

  test('leave nothing behind when emptied', () => {
    const kept = storage()
    writeDraft(kept, 'c1', [text('words')])
    writeDraft(kept, 'c1', [])
    expect(kept.size()).toBe(0)
  })

  test.each(['words', '{}', '[{"kind":"image","image":{"id":"../x"}}]'])(
    'that say "%s" are no drafts',
    (said) => {
      const kept = storage()
      kept.setItem('ponder-draft:c1', said)
      expect(readDraft(kept, 'c1')).toBe(null)
    },
  )

  test('say so when the storage is full', () => {
    expect(writeDraft(storage(), NEW_CHAT_DRAFT, [text('x'.repeat(1001))])).toBe(false)
  })

  test('remember which images did not come along, until they are told to forget them', () => {
    const kept = storage()
    const missed = { page: crypto.randomUUID(), images: ['cat.png', 'dog.png'] }
    writeMissed(kept, 'c1', missed)
    expect([readMissed(kept, 'c1'), readMissed(kept, 'c2'), readDraft(kept, 'c1')]).toEqual([
      missed,
      null,
      null,
    ])
    writeMissed(kept, 'c1', { ...missed, images: [] })
    expect([readMissed(kept, 'c1'), kept.size()]).toEqual([null, 0])
    kept.setItem('ponder-missed:c1', '[1')
    expect(readMissed(kept, 'c1')).toBe(null)
  })
})
