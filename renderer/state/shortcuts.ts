export type Command =
  | 'new-chat'
  | 'search'
  | 'toggle-list'
  | 'toggle-details'
  | 'settings'
  | 'shortcuts'
  | 'models'
  | 'next-mode'
  | 'copy-answer'
  | 'write'
  | 'stop'

export type Shortcut = {
  readonly command: Command
  readonly words: string
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  readonly keys: readonly string[]
  /** Browsers keep these keys for themselves. */
  readonly desktopOnly?: true
}

/** The one table: keys are recognised by it and the help is drawn from it. Several rows may name one command. */
export const shortcuts: readonly Shortcut[] = [
  { command: 'new-chat', words: 'New chat', keys: ['Mod', 'N'], desktopOnly: true },
  { command: 'new-chat', words: 'New chat', keys: ['Mod', 'Shift', 'O'] },
  { command: 'search', words: 'Search conversations', keys: ['Mod', 'K'] },
  { command: 'next-mode', words: 'Auto, Think or Quick', keys: ['Mod', 'Shift', 'T'] },
  { command: 'stop', words: 'Stop the answer', keys: ['Escape'] },
  { command: 'write', words: 'Go to the message', keys: ['Shift', 'Escape'] },
  { command: 'copy-answer', words: 'Copy the last answer', keys: ['Mod', 'Shift', 'C'] },
  { command: 'models', words: 'Choose a model', keys: ['Mod', 'Shift', 'M'] },
  { command: 'toggle-list', words: 'Show or hide the list', keys: ['Mod', 'B'] },
  { command: 'toggle-details', words: 'About this answer', keys: ['Mod', 'I'] },
  { command: 'settings', words: 'Settings', keys: ['Mod', ','] },
  { command: 'shortcuts', words: 'Shortcuts', keys: ['Mod', '/'] },
]

export type KeyPress = {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The command a key press stands for, or null. */
export function commandOf(press: KeyPress, onMac: boolean): Command | null {
  // AltGr arrives as Ctrl+Alt on Windows and types a character.
  if (press.altKey) return null
  const mod = onMac ? press.metaKey : press.ctrlKey
  if (onMac ? press.ctrlKey : press.metaKey) return null
  return shortcuts.find((shortcut) => matches(shortcut.keys, press, mod))?.command ?? null
}

/** The keys as they are written on this platform, for example "⌘ ⇧ O". */
export function keysInWords(keys: readonly string[], onMac: boolean): readonly string[] {
  const macNames: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Escape: 'Esc' }
  const otherNames: Readonly<Record<string, string>> = { Mod: 'Ctrl', Escape: 'Esc' }
  return keys.map((key) => (onMac ? macNames : otherNames)[key] ?? key)
}

function matches(keys: readonly string[], press: KeyPress, mod: boolean): boolean {
  const key = keys.at(-1)
  if (key === undefined || keys.includes('Mod') !== mod) return false
  // On many keyboards "/" itself needs Shift.
  const isSign = !/^[a-z]/iu.test(key)
  if (!isSign && keys.includes('Shift') !== press.shiftKey) return false
  return press.key.toLowerCase() === key.toLowerCase() || matchesByPlace(key, press)
}

/** Keyboards without Latin letters: the key where the letter would be. */
function matchesByPlace(key: string, press: KeyPress): boolean {
  return key.length === 1 && press.key.charCodeAt(0) > 127 && press.code === `Key${key}`
}
