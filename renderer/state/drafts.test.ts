import { describe, expect, test } from 'vitest'
import { readDraft, writeDraft } from './drafts.ts'

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
  test('are kept apart per conversation and for the new chat', () => {
    const kept = storage()
    writeDraft(kept, null, 'new words')
    writeDraft(kept, 'c1', 'other words')
    expect([readDraft(kept, null), readDraft(kept, 'c1'), readDraft(kept, 'c2')]).toEqual([
      'new words',
      'other words',
      '',
    ])
  })

  test('leave nothing behind when emptied', () => {
    const kept = storage()
    writeDraft(kept, 'c1', 'words')
    writeDraft(kept, 'c1', '')
    expect(kept.size()).toBe(0)
  })

  test('say so when the storage is full', () => {
    expect(writeDraft(storage(), null, 'x'.repeat(101))).toBe(false)
  })
})
