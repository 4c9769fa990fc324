import { expect, test } from 'vitest'
import { beginHistory, edited, redone, undone, type EditHistory, type EditKind } from './edit-history.ts'

const step = (text: string) => ({ written: { text, keys: [] }, selected: { from: 0, to: 0 } })

function after(...edits: readonly [string, EditKind, number][]): EditHistory {
  return edits.reduce(
    (history, [text, kind, at]) => edited(history, step(text), kind, at),
    beginHistory(step('')),
  )
}

test('what is typed in one go is taken back in one go', () => {
  const history = after(['a', 'type', 0], ['ab', 'type', 100], ['abc', 'type', 5000])
  expect(undone(history).now.written.text).toBe('ab')
  expect(undone(undone(history)).now.written.text).toBe('')
})

test('deleting, and a pasted text, are steps of their own', () => {
  const history = after(['a', 'type', 0], ['', 'delete', 10], ['x', 'other', 20], ['xy', 'other', 30])
  const texts = []
  for (let at = history; at.past.length > 0; at = undone(at)) texts.push(at.now.written.text)
  expect(texts).toEqual(['xy', 'x', '', 'a'])
})

test('what was taken back comes again until something else is written', () => {
  const history = undone(after(['a', 'other', 0], ['ab', 'other', 1]))
  expect(redone(history).now.written.text).toBe('ab')
  const other = edited(history, step('ax'), 'other', 2)
  expect(redone(other)).toBe(other)
})

test('with nothing to take back it stays the same', () => {
  const history = beginHistory(step('a'))
  expect(undone(history)).toBe(history)
})
