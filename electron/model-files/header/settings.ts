import type { ReadSettings, ReadValue } from '../gguf/read-gguf.ts'
import { shown, type Refusals } from './refusals.ts'

const WHOLE_TYPES: readonly string[] = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
]
/** llama.cpp keeps them as 32-bit numbers; some keys have 2³² − 1 for "none". */
const LARGEST_WHOLE = 2 ** 32 - 1

export type Settings = {
  readonly find: (key: string) => ReadValue | undefined
  /** Null when it is not there. A setting of another type is refused, as llama.cpp refuses it. */
  readonly text: (key: string) => string | null
  /** A text that only people read: null, too, when it is something else. */
  readonly words: (key: string) => string | null
  readonly whole: (key: string) => number | null
  readonly real: (key: string) => number | null
  readonly flag: (key: string) => boolean | null
  /** One number for each layer: from a list of them, or one number that holds for all. */
  readonly perLayer: (key: string, layers: number) => readonly number[] | null
}

/** The settings of a file, by key and type. */
export function settingsOf(read: ReadSettings, refuse: Refusals): Settings {
  function wrong(key: string, what: string): Error {
    return refuse.broken(`its setting ${shown(key)} is not ${what}`)
  }

  function toWhole(key: string, value: unknown): number {
    const number = Number(value)
    if (!(number >= 0 && number <= LARGEST_WHOLE)) throw wrong(key, 'a sensible number')
    return number
  }

  function whole(key: string): number | null {
    const found = read.get(key)
    if (found === undefined) return null
    if (found.kind === 'array' || !WHOLE_TYPES.includes(found.kind)) throw wrong(key, 'a whole number')
    return toWhole(key, found.value)
  }

  return {
    find: (key) => read.get(key),
    whole,
    text(key) {
      const found = read.get(key)
      if (found === undefined) return null
      if (found.kind !== 'string') throw wrong(key, 'a text')
      return String(found.value)
    },
    words(key) {
      const found = read.get(key)
      return found?.kind === 'string' ? String(found.value) : null
    },
    real(key) {
      const found = read.get(key)
      if (found === undefined) return null
      if (found.kind !== 'float32' && found.kind !== 'float64') throw wrong(key, 'a number')
      return Number(found.value)
    },
    flag(key) {
      const found = read.get(key)
      if (found === undefined) return null
      if (found.kind !== 'bool') throw wrong(key, 'yes or no')
      return found.value === true
    },
    perLayer(key, layers) {
      const found = read.get(key)
      if (found?.kind !== 'array') {
        const one = whole(key)
        return one === null ? null : Array.from({ length: layers }, () => one)
      }
      if (!WHOLE_TYPES.includes(found.of) && found.of !== 'bool') throw wrong(key, 'a list of numbers')
      if (found.items.length < layers) throw wrong(key, `a list of ${layers} numbers`)
      return found.items.slice(0, layers).map((item) => toWhole(key, item))
    },
  }
}
