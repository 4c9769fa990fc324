import { describe, expect, test } from 'vitest'
import { commandOf, keysInWords } from './shortcuts.ts'

const press = (key: string, ...held: string[]) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
})

describe('commandOf', () => {
  const cases = [
    [press('n', 'ctrl'), false, 'new-chat', 'Ctrl+N'],
    [press('O', 'ctrl', 'shift'), false, 'new-chat', 'Shift makes the letter a capital'],
    [press('o', 'ctrl'), false, null, 'Shift is part of the shortcut'],
    [press('k', 'meta'), true, 'search', '⌘ on a Mac'],
    [press('k', 'ctrl'), true, null, 'Ctrl on a Mac belongs to text editing'],
    [press('k', 'meta'), false, null, 'the Windows key is no Ctrl'],
    [press('n'), false, null, 'typing'],
    [press('N', 'shift'), false, null, 'typing a capital'],
    [press('k', 'ctrl', 'alt'), false, null, 'AltGr types a character'],
    [press('/', 'ctrl', 'shift'), false, 'shortcuts', 'keyboards where / needs Shift'],
    [press('Escape'), false, 'stop', 'Esc'],
    [press('Escape', 'shift'), false, 'write', 'Shift+Esc'],
    [{ ...press('т', 'ctrl'), code: 'KeyN' }, false, 'new-chat', 'a Cyrillic keyboard'],
  ] as const
  test.each(cases)('%j on a Mac: %s means %s (%s)', (key, onMac, command) => {
    expect(commandOf(key, onMac)).toBe(command)
  })
})

test('keys are written as the platform writes them', () => {
  expect(keysInWords(['Mod', 'Shift', 'O'], true)).toEqual(['⌘', '⇧', 'O'])
  expect(keysInWords(['Mod', 'Shift', 'O'], false)).toEqual(['Ctrl', 'Shift', 'O'])
})
