import { resolve } from 'node:path'

/**
 * The file after `--model` on the desktop app's command line, or null. Lenient, because Electron and Chromium put
 * flags of their own beside it.
 */
export function givenModel(words: readonly string[]): string | null {
  const index = words.findIndex((word) => word === '--model' || word.startsWith('--model='))
  const word = words[index]
  if (word === undefined) return null
  const file = word === '--model' ? words[index + 1] : word.slice('--model='.length)
  return file ? resolve(file) : null
}
