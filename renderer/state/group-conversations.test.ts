import { describe, expect, test } from 'vitest'
import { groupConversations } from './group-conversations.ts'

const now = new Date(2026, 2, 30, 9, 0)
const at = (id: string, ...parts: [number, number, number, number]) => ({
  id,
  title: id,
  updatedAt: new Date(...parts).getTime(),
})

describe('groupConversations', () => {
  test('names whole local days and sorts the newest first', () => {
    const groups = groupConversations(
      [
        at('last year', 2025, 5, 1, 12),
        at('early today', 2026, 2, 30, 0),
        at('late yesterday', 2026, 2, 29, 23),
        at('today', 2026, 2, 30, 8),
        at('last tuesday', 2026, 2, 24, 8),
        at('three weeks ago', 2026, 2, 9, 8),
      ],
      now,
    )
    expect(groups.map(({ name, conversations }) => [name, conversations.map(({ id }) => id)])).toEqual([
      ['Today', ['today', 'early today']],
      ['Yesterday', ['late yesterday']],
      ['This week', ['last tuesday']],
      ['This month', ['three weeks ago']],
      ['2025', ['last year']],
    ])
  })

  test('a clock that was set back does not lose a conversation from the future', () => {
    expect(groupConversations([at('tomorrow', 2026, 2, 31, 8)], now)[0]?.name).toBe('Today')
  })
})
