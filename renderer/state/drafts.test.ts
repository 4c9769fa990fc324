import { describe, expect, test } from 'vitest'
import { editDraft, NEW_CHAT_DRAFT, readDraft, writeDraft } from './drafts.ts'

function storage() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > 100) throw new DOMException('full', 'QuotaExceededError')
      values.set(key, value)
    },
    removeItem: (key: string) => void values.delete(key),
    size: () => values.size,
  }
}

describe('drafts', () => {
  test('are kept apart per conversation, for the new chat and for a question being changed', () => {
    const kept = storage()
    writeDraft(kept, NEW_CHAT_DRAFT, 'new words')
    writeDraft(kept, 'c1', 'other words')
    writeDraft(kept, editDraft('q1'), 'changed words')
    const names = [NEW_CHAT_DRAFT, 'c1', editDraft('q1'), 'c2']
    expect(names.map((name) => readDraft(kept, name))).toEqual([
      'new words',
      'other words',
      'changed words',
      null,
    ])
  })

  test('leave nothing behind when emptied', () => {
    const kept = storage()
    writeDraft(kept, 'c1', 'words')
    writeDraft(kept, 'c1', '')
    expect(kept.size()).toBe(0)
  })

  test('say so when the storage is full', () => {
    expect(writeDraft(storage(), NEW_CHAT_DRAFT, 'x'.repeat(101))).toBe(false)
  })
})
