import { createHash } from 'node:crypto'

/** Long enough for any model, short enough for every file system once ".part.json" is added. */
const LONGEST_NAME = 120
/** Windows keeps these for devices, whatever follows the dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Where a file of a repository lies in the models folder, as segments below it: publisher, repository, the folders it
 * has there, and its name. Names are ours: letters, digits and a few marks, nothing a file system could read otherwise.
 * A name that had to change gets six digits of its sum, so that two can never become one.
 *
 * Example: file "Q8_0/a:b.gguf" of "org/repo" lies at org, repo, Q8_0, "a_b~6783a3.gguf".
 */
export function localPlace(repository: string, path: string): readonly string[] {
  return [...repository.split('/'), ...path.split('/')].map((name) => safeName(name, /[^\w.\-+ ]/g))
}

/** The name of a person's own file, likewise, but in their own letters: "größe.gguf" keeps its name. */
export function ownName(name: string): string {
  return safeName(name.normalize('NFC'), /[^\p{L}\p{M}\p{N}_.\-+ ()[\]&',!#@=]/gu)
}

/** `strange`: what may not stand in it. */
function safeName(name: string, strange: RegExp): string {
  // The number of a part and the ending stay readable, and all parts of a model keep the same name before them.
  const [ending = ''] = /(?:-\d{5}-of-\d{5})?\.gguf$/i.exec(name) ?? []
  const stem = name.slice(0, name.length - ending.length)
  const whole = stem
    .replaceAll(strange, '_')
    .replace(/^[. -]+/, '_')
    .replace(/[. ]+$/, '_')
  const plain = cut(whole, LONGEST_NAME - ending.length)
  const isReserved = RESERVED.test(plain.split('.')[0] ?? '')
  if (plain === stem && plain !== '' && !isReserved) return plain + ending
  const sum = createHash('sha256').update(stem).digest('hex').slice(0, 6)
  return `${isReserved ? '_' : ''}${cut(plain, LONGEST_NAME - ending.length - 8)}~${sum}${ending}`
}

/** File systems count bytes, of which a letter may have four. */
function cut(text: string, mostBytes: number): string {
  let kept = ''
  for (const letter of text) {
    if (Buffer.byteLength(kept + letter) > mostBytes) break
    kept += letter
  }
  return kept
}
